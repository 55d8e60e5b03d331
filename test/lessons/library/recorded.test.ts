/**
 * The lessons against the real server: what each client of a lesson receives, and of the solution of its task, is what
 * Werkzeug 3.1.8 on CPython 3.11.7 sent when `../real/record.py` played the same inputs on it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeLatin1, Machine, PRESETS } from '../../../src/index.ts';
import type { Scenario } from '../../../src/index.ts';
import { loadApp } from '../../../src/node/check/app-code.ts';
import { expand, loadCases } from '../../oracle/recording.ts';
import { library, libraryLesson } from '../../support/lesson-library.ts';

interface Recorded {
  readonly received: string;
  readonly end: string;
}

const RECORDED = JSON.parse(readFileSync('test/lessons/real/recorded.json', 'utf8')) as Readonly<
  Record<string, { readonly scenario: readonly Recorded[]; readonly solution?: readonly Recorded[] }>
>;

const DATE = /(?<=Date: )[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT/g;

/** As the recordings have it. */
const withoutDates = (text: string): string => text.replaceAll(DATE, '<DATE>');

function played(scenario: Scenario): Recorded[] {
  const { app } = scenario;
  const source = 'source' in app ? loadApp(app.source, 'app.ts') : undefined;
  const found = source ?? PRESETS.find(({ name }) => 'preset' in app && name === app.preset)?.app;
  const machine = Machine.from(scenario, found === undefined ? {} : { app: found });
  machine.run();
  return machine.clients.map(({ receivedBytes, state }) => ({
    received: withoutDates(decodeLatin1(receivedBytes)),
    end: state,
  }));
}

describe.each(library().map((lesson) => [lesson.id, lesson] as const))('%s', (id, { scenario, receives, task }) => {
  test('expects the bytes that the real server sent', () => {
    expect(receives.map(withoutDates)).toEqual(RECORDED[id]?.scenario.map(({ received }) => received));
  });

  test('ends each connection as the real server did, in the solution of its task too', () => {
    expect(played(scenario)).toEqual(RECORDED[id]?.scenario);
    expect(task === undefined ? undefined : played(task.solution)).toEqual(RECORDED[id]?.solution);
  });
});

test('has a recording for each lesson, and no other', () => {
  expect(Object.keys(RECORDED).toSorted()).toEqual(
    library()
      .map(({ id }) => id)
      .toSorted(),
  );
});

/** Clients whose inputs are those of a case that the oracle plays as well: lesson, client, case, connection. */
const IN_THE_ORACLE = [
  ['one-request', 0, 'r-hello-base', 0],
  ['how-the-answer-is-made', 0, 'r-raw-hello-base', 0],
  ['threads-cure-it', 1, 'c-two-silent-first-threaded', 1],
  ['forks-and-memory', 0, 'c-three-counter-forking', 0],
  ['forks-and-memory', 1, 'c-three-counter-forking', 1],
  ['too-long-and-too-many', 0, 'h-count-100', 0],
  ['too-long-and-too-many', 1, 'rl-long-65537', 0],
  ['close-is-always-called', 0, 'r-iter-close-plain-base', 0],
  ['close-is-always-called', 1, 'r-iter-close-error-base', 0],
] as const;

test('agrees with the recordings of the oracle where one fits', () => {
  const cases = new Map(loadCases(['test/oracle/recordings']).map((item) => [item.id, item]));
  for (const [id, client, name, connection] of IN_THE_ORACLE) {
    const recorded = expand(cases.get(name)?.golden.conns[connection]?.received ?? '');
    expect(withoutDates(libraryLesson(id).receives[client] ?? ''), `${id}: ${name}`).toBe(recorded);
  }
});
