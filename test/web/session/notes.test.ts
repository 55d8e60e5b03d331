/** What is said beside steps: for the rows that are drawn, in the reader's language, also after another branch. */
import { expect, test } from 'vitest';
import { rowsOf } from '../../../src/host/step-rows.ts';
import { pageStep } from '../../../src/host/thread-names.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { Step, WsgiApp } from '../../../src/index.ts';
import { StepLog } from '../../../web/session/log/step-log.ts';
import { loadRowNotes, Notes } from '../../../web/session/notes.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** A machine that has served requests, one after the other. */
function served(app: string, requests = 1): Machine {
  const machine = new Machine({ app: preset(app)?.app as WsgiApp });
  for (let number = 0; number < requests; number += 1) {
    machine.connect().send(GET);
    machine.run();
  }
  return machine;
}

/** The log of a face, which names clients its own way. */
function logOf(machine: Machine, length = machine.trace.length): StepLog {
  const log = new StepLog();
  log.append(rowsOf(machine.trace.steps(0, length).map(pageStep)));
  return log;
}

async function notesOf(log: StepLog): Promise<Notes> {
  const notes = new Notes(log);
  notes.of({ kind: 'raise' } as Step, 'en');
  await loadRowNotes();
  return notes;
}

const find = (log: StepLog, fits: (step: Step) => boolean): Step => {
  for (let number = log.length - 1; number >= 0; number -= 1) {
    const step = log.at(number);
    if (step !== undefined && fits(step)) return step;
  }
  throw new Error('no such step');
};

test('an AttributeError of `hasattr` is harmless, with why, in both languages', async () => {
  const log = logOf(served('hello'));
  const notes = await notesOf(log);
  const step = find(log, ({ kind }) => kind === 'raise');
  expect(notes.of(step, 'en').harmless).toMatch(/^`send_response_only` asks with `hasattr` /);
  expect(notes.of(step, 'zh').harmless).toMatch(/^`send_response_only` 用 `hasattr` /);
});

test('what is answered with a 500 has no word that it is harmless', async () => {
  const log = logOf(served('boom'));
  const notes = await notesOf(log);
  const step = find(log, ({ kind, detail }) => kind === 'raise' && detail.includes('boom'));
  expect(notes.of(step, 'en')).toEqual({
    harmless: undefined,
    files: '',
    looksLikeFault: true,
    isOpen: true,
  });
});

test('a system call says what its descriptors are open on', async () => {
  const machine = served('hello', 2);
  const log = logOf(machine);
  const notes = await notesOf(log);
  const accept = find(log, ({ kind, name }) => kind === 'syscall' && name === 'accept4');
  expect(notes.of(accept, 'en').files).toBe('3 = listening socket, 4 = connection 2');
  expect(notes.of(accept, 'zh').files).toBe('3 = 监听套接字，4 = 连接 2');
  expect(notes.filesIn('poll([3: POLLIN], 500 ms)', 1000, log.length, 'en')).toBe('3 = listening socket');
  expect(notes.file(4, 1000, accept.number + 1, 'en')).toBe('connection 2');
  expect(notes.file(4, 1000, log.length, 'en')).toBeUndefined();
});

test('where the log becomes another one, the names are those of the other one', async () => {
  const log = logOf(served('hello', 2));
  const notes = await notesOf(log);
  const accept = find(log, ({ kind, name }) => kind === 'syscall' && name === 'accept4');
  expect(notes.of(accept, 'en').files).toContain('connection 2');
  log.truncate(accept.number);
  expect(notes.file(4, 1000, log.length, 'en')).toBeUndefined();
});

test('what becomes of an exception is said once the log shows it', async () => {
  const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
  const client = machine.connect();
  client.send(GET);
  client.close();
  machine.run();
  const steps = machine.trace.steps();
  const { number } = steps.find(({ kind, detail }) => kind === 'raise' && detail.includes('BrokenPipe')) as Step;
  const log = logOf(machine, number + 1);
  const notes = await notesOf(log);
  expect(notes.of(log.at(number) as Step, 'en')).toMatchObject({ harmless: undefined, isOpen: true });
  log.append(rowsOf(steps.slice(number + 1).map(pageStep)));
  expect(notes.of(log.at(number) as Step, 'en').harmless).toMatch(/^The client is gone/);
});

test('rows of calls are not looked at', () => {
  const log = logOf(served('hello'));
  const notes = new Notes(log);
  expect(
    notes.of(
      find(log, ({ kind }) => kind === 'call'),
      'en',
    ),
  ).toEqual({
    harmless: undefined,
    files: '',
    looksLikeFault: false,
    isOpen: false,
  });
  expect(notes.isReady).toBe(false);
});
