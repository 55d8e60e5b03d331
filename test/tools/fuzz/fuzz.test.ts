/** A small run of `npm run fuzz`, always with the same cases, and what its parts must do for the large one to mean something. */
import { expect, test } from 'vitest';
import { Random } from '../../../src/kernel/sched/random.ts';
import { loadCorpus } from './corpus.ts';
import { mutate } from './mutate.ts';
import { Finding, makeScene, playScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { KINDS, targetsOf } from './targets.ts';

const corpus = loadCorpus();
const CASES_PER_KIND = 60;

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
