/**
 * Sequences of calls on sockets, pipes and epoll instances, with what Linux 6.18 made of them: linux.json, written by
 * `npm run kernel:live -- --record`, which chooses those that show something new.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lineOf } from '../tools/kernel-live/operations.ts';
import { RECORDED, told } from '../tools/kernel-live/record.ts';
import type { Recorded } from '../tools/kernel-live/record.ts';
import { playVirtually } from '../tools/kernel-live/virtual.ts';

const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as readonly Recorded[];
const kinds = [...new Set(recorded.map(({ kind }) => kind))];

describe.each(kinds)('what Linux made of calls of the kind %s', (kind) => {
  const sequences = recorded.filter((each) => each.kind === kind);
  test.each(sequences.map((each, index) => [index, each] as const))('comes of sequence %i here too', (_, sequence) => {
    const { operations, outcomes } = sequence;
    const ours = told(operations, playVirtually({ operations }));
    for (const [at, outcome] of outcomes.entries()) {
      const script = operations
        .slice(0, at + 1)
        .map(lineOf)
        .join('\n');
      expect(ours[at], `\n${script}\n`).toEqual(outcome);
    }
    expect(ours).toHaveLength(outcomes.length);
  });
});
