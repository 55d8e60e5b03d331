/** What a reader may do for a task that looks right, and is not. */
import { expect, test } from 'vitest';
import type { Scenario, ScenarioInput } from '../../../src/index.ts';
import { playScenario } from '../../../src/lessons/play-lesson.ts';
import { goalParts, isReached } from '../../../src/lessons/task.ts';
import type { GoalPart } from '../../../src/lessons/task.ts';
import { library } from '../../support/lesson-library.ts';

interface Judged {
  readonly isReached: boolean;
  readonly parts: readonly GoalPart[];
}

/** What the task of a lesson says of its solution, changed. */
function judged(id: string, change: (solution: Scenario) => Scenario): Judged {
  const task = library().find((lesson) => lesson.id === id)?.task;
  if (task === undefined) throw new Error(`${id} has no task`);
  const attempt = playScenario(change(task.solution));
  return { isReached: isReached(task.goal, attempt), parts: goalParts(task.goal, attempt) };
}

const said = (client: number, data: string, time: number): ScenarioInput => ({ client, do: 'send', data, time });

const sorted = (inputs: readonly ScenarioInput[]): readonly ScenarioInput[] =>
  inputs.toSorted((one, other) => (one.time ?? 0) - (other.time ?? 0));

const partsOf = (parts: Partial<Record<GoalPart['part'], boolean>>): readonly GoalPart[] =>
  Object.entries(parts).map(([part, isDone]) => ({ part, isDone }) as GoalPart);

test('the slow client has to go on being slow: on Base, where it ends its request, both are answered', () => {
  expect(judged('a-slow-client', (solution) => solution).isReached).toBe(true);
  const onBase = (solution: Scenario): Scenario => ({
    ...solution,
    options: { ...solution.options, server: 'base' },
    inputs: [...solution.inputs, said(0, 'host\r\n\r\n', 4)],
  });
  const wrong = { isReached: false, parts: partsOf({ received: true, not: false }) };
  expect(judged('a-slow-client', onBase)).toEqual(wrong);
});

test('the third client has to stay silent: with an answer of its own it was not', () => {
  expect(judged('threads-cure-it', (solution) => solution).isReached).toBe(true);
  const talking = (solution: Scenario): Scenario => ({
    ...solution,
    inputs: sorted([...solution.inputs, said(2, 'GET / HTTP/1.1\r\n\r\n', 2.5)]),
  });
  const wrong = { isReached: false, parts: partsOf({ received: true, not: false }) };
  expect(judged('threads-cure-it', talking)).toEqual(wrong);
});

test('the server has to be freed before client 3 is answered: a thread for each leaves client 2 where it is', () => {
  expect(judged('queue-is-not-rfile', (solution) => solution).isReached).toBe(true);
  const onThreaded = (solution: Scenario): Scenario => ({
    ...solution,
    options: { ...solution.options, server: 'threaded' },
    inputs: solution.inputs.filter((input) => input.do !== 'shutdownWrite'),
  });
  const wrong = { isReached: false, parts: partsOf({ received: true, order: false }) };
  expect(judged('queue-is-not-rfile', onThreaded)).toEqual(wrong);
});
