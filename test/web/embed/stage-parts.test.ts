/** What a stage decides without a document: which panes are in sight, what Back and Next go by, what a step says. */
import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import type { Step } from '../../../src/index.ts';
import type { Rows } from '../../../web/embed/stage/at.ts';
import { stepAfter } from '../../../web/embed/stage/moves.ts';
import { PaneChoice } from '../../../web/embed/stage/pane-choice.ts';
import { shortName, stepSentence } from '../../../web/embed/stage/sentence.ts';
import { ENGLISH } from '../../../web/texts/texts.ts';

describe('panes', () => {
  test('stand in the order of their names, and the one that was chosen first makes room', () => {
    const choice = new PaneChoice(['terminal', 'buffers', 'steps']);
    expect(choice.shown).toEqual(['terminal']);
    choice.room = 2;
    expect(choice.shown).toEqual(['terminal', 'buffers']);
    choice.choose('steps');
    expect(choice.shown).toEqual(['terminal', 'steps']);
    choice.choose('buffers');
    expect(choice.shown).toEqual(['buffers', 'steps']);
    choice.room = 1;
    expect(choice.shown).toEqual(['buffers']);
  });

  test('that are added come last', () => {
    const choice = new PaneChoice<string>(['terminal']);
    choice.add('code');
    choice.room = 2;
    expect(choice.shown).toEqual(['terminal', 'code']);
  });
});

/** The steps of a run with one request. */
function stepsOfRun(): readonly Step[] {
  const machine = new Machine({ app: preset('hello')?.app ?? (() => []), server: 'base' });
  machine.connect().send('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  machine.run();
  return machine.trace.steps();
}

const steps = stepsOfRun();
const rows: Rows = { length: steps.length, at: (number) => steps[number] };

describe('Back and Next', () => {
  test.each(['step', 'call', 'syscall', 'state'] as const)('come back to where they were, by %s', (pace) => {
    const first = stepAfter(pace, rows, 60, 1);
    const second = first === undefined ? undefined : stepAfter(pace, rows, first + 1, 1);
    if (first === undefined || second === undefined) throw new Error(`there are no two of ${pace}`);
    expect(first).toBeGreaterThanOrEqual(60);
    expect(second).toBeGreaterThan(first);
    expect(stepAfter(pace, rows, second + 1, -1)).toBe(first);
  });

  test('end where there is nothing of the kind', () => {
    expect(stepAfter('syscall', rows, rows.length, 1)).toBeUndefined();
    expect(stepAfter('state', rows, 5, -1)).toBeUndefined();
  });
});

describe('a sentence', () => {
  const say = (step: Step): string => {
    const { key, code } = stepSentence(step, 'MainThread');
    return ENGLISH.sayAny(key, code);
  };

  test('has all its values, for every step of a run', () => {
    for (const step of steps) expect(say(step)).not.toMatch(/\{(name|value|thread|socket|count)\}/);
  });

  test('says in words what a queue shows as numbers', () => {
    const queue = steps.find(({ kind }) => kind === 'queue');
    if (queue === undefined) throw new Error('no bytes came');
    expect(say(queue)).toMatch(/^\d+ bytes come into the receive queue of socket \d+$/);
  });

  test('names a method by its class, and a function within another one by that one', () => {
    expect(shortName('socketserver.BaseServer.serve_forever')).toBe('BaseServer.serve_forever');
    expect(shortName('werkzeug.serving.run_simple')).toBe('run_simple');
    expect(shortName('werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.write')).toBe('run_wsgi.write');
  });
});
