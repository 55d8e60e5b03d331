/** What a client is told it waits for, from step to step, while two clients ask a server at once. */
import { expect, test } from 'vitest';
import { findWaits, rowsOf } from '../../../src/explain/waits/find-waits.ts';
import { WaitHistory } from '../../../src/explain/waits/history.ts';
import { WAITS_EN, waitText } from '../../../src/explain.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** Each sentence about a client when it changes; whatever method a thread runs is dots. */
function story(client: number, options: Partial<MachineOptions>): readonly string[] {
  const machine = new Machine({ app: preset('hello')?.app as WsgiApp, ...options });
  machine.connect().send(GET);
  machine.connect().send(GET);
  machine.run();
  const history = new WaitHistory();
  history.read(rowsOf(machine.trace));
  const told: string[] = [];
  for (let step = 1; step <= machine.trace.length; step += 1) {
    const wait = findWaits(machine.seek(step), history).find(({ who }) => who.client === client);
    const said = wait === undefined ? '' : waitText(wait, WAITS_EN).replace(/ runs \w+(?= \(|\.$)/, ' runs …');
    if (said !== '' && said !== told.at(-1)) told.push(said);
  }
  return told;
}

const COME = 'Something has come for this client, which waits for the processor';
const ENDED = 'The server has ended the connection; nothing more comes.';
const drained = (thread: string, connection: number): string =>
  `${thread} has sent the answer to connection ${connection} and gives the rest of the request 10 ms to come, so that ` +
  'closing does not reset it';

test('the first client of a server with one thread waits for the thread, the answer and the end', () => {
  expect(story(0, { server: 'base' })).toEqual([
    `${COME}.`,
    'Not accepted yet: the only thread can run and waits for the processor, which client-0 has (listen queue: 1).',
    'Not accepted yet: the only thread can run and waits for the processor, which client-1 has (listen queue: 1).',
    'Not accepted yet: the only thread can run and waits for the processor, which client-1 has (listen queue: 2).',
    'Not accepted yet: the only thread runs … (listen queue: 2).',
    'Waits for the answer: MainThread runs ….',
    `${COME}; MainThread has it.`,
    `The answer is here; the server has not closed yet: ${drained('MainThread', 1)}.`,
    'Waits for the rest of the answer, or for its end: MainThread runs ….',
    ENDED,
    `${COME}; MainThread has it.`,
    ENDED,
  ]);
});

test('the second one is not accepted before the first has been served', () => {
  expect(story(1, { server: 'base', host: '0.0.0.0' })).toEqual([
    `${COME}.`,
    `${COME}; client-0 has it.`,
    'Not accepted yet: the only thread can run and waits for the processor, which client-1 has (listen queue: 2).',
    'Not accepted yet: the only thread runs … (listen queue: 2).',
    'Not accepted yet: the only thread runs … (listen queue: 1).',
    `Not accepted yet: the only thread ${drained('', 1).trim()} (listen queue: 1).`,
    'Not accepted yet: the only thread runs … (listen queue: 1).',
    'Waits for the answer: MainThread runs ….',
    `${COME}; MainThread has it.`,
    `${COME}; client-0 has it.`,
    `The answer is here; the server has not closed yet: ${drained('MainThread', 2)}.`,
    'Waits for the rest of the answer, or for its end: MainThread runs ….',
    ENDED,
    `${COME}; MainThread has it.`,
    ENDED,
  ]);
});

test('a server with children serves both at once, and is not the only thread any more', () => {
  const [child, other] = ['server-child 1004', 'server-child 1003'];
  const rest = 'Waits for the rest of the answer, or for its end';
  expect(story(1, { server: 'forking' })).toEqual([
    `${COME}.`,
    `${COME}; client-0 has it.`,
    'Not accepted yet: the only thread can run and waits for the processor, which client-1 has (listen queue: 2).',
    'Not accepted yet: the only thread runs … (listen queue: 2).',
    'Not accepted yet: the only thread runs … (listen queue: 1).',
    'Not accepted yet: MainThread runs … (listen queue: 1).',
    'Waits for the answer: MainThread runs ….',
    `Waits for the answer: ${child} can run and waits for the processor, which MainThread has.`,
    `Waits for the answer: ${child} can run and waits for the processor, which ${other} has.`,
    `Waits for the answer: ${child} runs.`,
    `Waits for the answer: ${child} runs ….`,
    `${COME}; ${child} has it.`,
    `${COME}; client-0 has it.`,
    `The answer is here; the server has not closed yet: ${drained(child, 2)}.`,
    `${rest}: ${child} can run and waits for the processor, which ${other} has.`,
    `${rest}: ${child} can run and waits for the processor.`,
    `${rest}: ${child} runs ….`,
    `${rest}: ${child} runs.`,
    `${rest}: ${child} runs ….`,
    ENDED,
    `${COME}; ${child} has it.`,
    `${COME}.`,
    `${COME}; client-0 has it.`,
    ENDED,
  ]);
});

test('a threaded server starts a thread for each, which is called without its target', () => {
  const told = story(1, { server: 'threaded' });
  expect(told).toContain('Accepted; no handler has begun to read yet.');
  expect(told).toContain('Not accepted yet: MainThread waits until the thread that it starts runs (listen queue: 1).');
  expect(told).toContain(`The answer is here; the server has not closed yet: ${drained('Thread-2', 2)}.`);
});
