/**
 * What is called harmless in the recorded scenarios, every tenth of them; `ODDITIES=all` reads all. The log of the real
 * server decides: nothing that is in a traceback, or behind an answer of 500 and above, may be called harmless.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { odditiesOf, ODDITIES_EN, ODDITIES_ZH, oddityText } from '../../../src/explain.ts';
import { looksLikeFault } from '../../../src/explain/oddities/answers.ts';
import { expand, loadCases } from '../../oracle/recording.ts';
import type { Case } from '../../oracle/recording.ts';
import { playTraced } from '../../oracle/run.ts';

const SAMPLE = process.env['ODDITIES'] === 'all' ? 1 : 10;
const CASES = loadCases([fileURLToPath(new URL('../../oracle/recordings/', import.meta.url))]).filter(
  (_, place) => place % SAMPLE === 0,
);

/** The last lines of tracebacks: class and text of the exceptions that were printed, `ValueError: text`. */
const printed = (log: string): string[] =>
  [...log.matchAll(/^Traceback[^\n]*\n(?:[ \n][^\n]*\n)*([^\n]*)/gm)].map(([, last]) => last ?? '');

/** The line that ends a traceback of an exception: `ValueError: text`. */
function lineOf(detail: string): string {
  const [, name = detail, text = ''] = /^<(\w+)\((.*)\)>$/s.exec(detail) ?? [];
  const [first = ''] = text.split('\n');
  return first === '' ? name : `${name}: ${first}`;
}

const answersOf = ({ golden }: Case): string => golden.conns.map(({ received }) => expand(received ?? '')).join('\n');

/** All went well: answers, no error among them, no traceback, no lost connection, no app that is there to fail. */
const isGood = (item: Case, log: string): boolean =>
  item.app?.startsWith('boom') !== true &&
  printed(log).length === 0 &&
  /^HTTP\/1\.\d [123]/.test(answersOf(item)) &&
  !/^HTTP\/1\.\d [45]/m.test(answersOf(item)) &&
  item.golden.conns.every(({ end }) => end === 'eof');

describe('oddities of the recorded scenarios', () => {
  test.each(CASES.map((item) => [item.id, item] as const))('%s', (_, item) => {
    const { machine } = playTraced(item);
    const found = odditiesOf(machine);
    const lines = printed(machine.log);
    const isFailure = /^HTTP\/1\.\d 5/m.test(answersOf(item));
    for (const oddity of found) {
      const { kind, detail } = machine.trace.step(oddity.step);
      if (kind === 'raise') {
        expect(lines.filter((line) => line.endsWith(lineOf(detail)))).toEqual([]);
        // Where one request is answered with an error of the server, no exception was the answer.
        if (isFailure && item.golden.conns.length === 1) expect(['http', 'app']).not.toContain(oddity.code);
      }
      for (const sentences of [ODDITIES_EN, ODDITIES_ZH]) {
        expect(oddityText(oddity, sentences)).not.toMatch(/[{}?]|undefined/);
      }
    }
    if (!isGood(item, machine.log)) return;
    const harmless = new Set(found.map(({ step }) => step));
    const open = machine.trace.steps().filter((step) => looksLikeFault(step) && !harmless.has(step.number));
    expect(open.map(({ kind, name, detail }) => `${kind} ${name} ${detail}`)).toEqual([]);
  });
});
