/**
 * A small run of `npm run fuzz`, always with the same cases, and what its parts must do for the large run to mean
 * something.
 */
import { expect, test } from 'vitest';
import { Random } from '../../../src/kernel/sched/random.ts';
import { loadCorpus } from './corpus.ts';
import { makeLink, openLink, readLink } from './links.ts';
import { mutate } from './mutate.ts';
import { Finding, makeScene, playScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { KINDS, targetsOf } from './targets.ts';

const corpus = loadCorpus();
const CASES_PER_KIND = 60;
const LINKS = 60;

test.each(KINDS)('whatever clients send to a %s server, others are answered and nothing is left', (kind) => {
  const targets = targetsOf(kind, corpus);
  for (let seed = 0; seed < CASES_PER_KIND; seed += 1) {
    expect(() => playScene(makeScene(targets, new Random(seed))), `seed ${seed}`).not.toThrow();
  }
});

test('the same seed makes the same mutation, of bytes only', () => {
  const [text = ''] = corpus.wsgi;
  const mutations = Array.from({ length: 300 }, (_, seed) => mutate(text, new Random(seed), corpus.wsgi));
  expect(mutations).toEqual(mutations.map((_, seed) => mutate(text, new Random(seed), corpus.wsgi)));
  expect(new Set(mutations).size).toBeGreaterThan(250);
  expect(mutations.filter((mutation) => /[^\0-\xff]/.test(mutation))).toEqual([]);
});

test('a client that is kept from its answer is noticed', () => {
  const targets = targetsOf('tcp', corpus).filter(({ handler }) => handler === 'EchoLines');
  const scene = makeScene(targets, new Random(0));
  const silent: Scene = { ...scene, hostile: [], good: { after: 0, steps: [{ do: 'connect' }, { do: 'close' }] } };
  expect(() => playScene(silent)).toThrow(Finding);
});

test('whatever is changed in a share link, it is refused, or opened, and the host goes on', async () => {
  const fates = new Map<string, number>();
  for (let seed = 0; seed < LINKS; seed += 1) {
    // oxlint-disable-next-line no-await-in-loop
    const shared = await readLink(makeLink(new Random(seed)));
    const fate = shared === undefined ? 'refused' : openLink(shared);
    fates.set(fate, (fates.get(fate) ?? 0) + 1);
  }
  // Each way out was taken often enough for the large run to mean something.
  for (const fate of ['refused', 'rejected', 'ran']) expect(fates.get(fate), fate).toBeGreaterThan(LINKS / 20);
});
