/** The walls of the sandbox, as far as they can be tried without a browser. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Machine, PRESETS, encodeLatin1, memory, sleep } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';
import { BUDGETS, exhausted } from '../../../src/host/budget.ts';
import { SnapshotSender } from '../../../src/host/snapshot-news.ts';
import { rowsOf } from '../../../src/host/step-rows.ts';
import { checkMessage } from '../../../web/sandbox/messages.ts';
import { Rate } from '../../../web/sandbox/rate.ts';

const HASH = /'(sha256-[A-Za-z0-9+/=]+)'/;

describe('the frame', () => {
  const frame = readFileSync('web/sandbox/glaswerk-sandbox.html', 'utf8');
  const script = /<script>([^]*?)<\/script>/.exec(frame)?.[1] ?? '';
  const hash = `sha256-${createHash('sha256').update(script).digest('base64')}`;

  test('denies everything but its own script, blobs as scripts, and workers from blobs', () => {
    const [, policy = ''] = /content="([^"]*)"/.exec(frame) ?? [];
    expect(policy).toBe(`default-src 'none'; script-src '${hash}' blob:; worker-src blob:`);
  });

  test('is allowed by the page’s own policy with the same hash, which SECURITY.md names', () => {
    expect(HASH.exec(readFileSync('index.html', 'utf8'))?.[1]).toBe(hash);
    expect(readFileSync('SECURITY.md', 'utf8')).toContain(hash);
  });
});

/** A machine that has answered a request. */
function machineWithRequest(app: WsgiApp = PRESETS[0]?.app as WsgiApp): Machine {
  const machine = new Machine({ app, server: 'threaded' });
  machine.run();
  machine.connect().send('GET / HTTP/1.1\r\n\r\n');
  machine.run({ until: 30, calls: 20_000 });
  return machine;
}

describe('messages of the worker', () => {
  const machine = machineWithRequest();
  // As it comes out of a port.
  const snapshot = structuredClone(new SnapshotSender().newsOf(machine.snapshot()));
  const rows = rowsOf(machine.trace.steps(0, 200));
  const progress = {
    type: 'progress',
    session: 1,
    steps: structuredClone(rows),
    snapshot,
    clients: [{ client: 0, state: 'eof', bytes: new Uint8Array(3) }],
    did: [{ client: 0, did: 'send', bytes: new Uint8Array(3) }],
    address: '127.0.0.1:5000',
  };

  const plan = { id: 1, client: 0, action: { act: 'close' }, when: { step: undefined, time: 2_000_000 } };
  const comparison = {
    server: 'forking',
    steps: [],
    lines: new Int32Array([-1, -1]),
    partners: new Int32Array(),
    length: 0,
    notes: [],
  };
  const withRows = (change: object): unknown => ({ ...progress, steps: { ...rows, ...change } });

  test('messages of a machine pass', () => {
    for (const message of [
      progress,
      { type: 'planned', session: 1, inputs: { ids: [1], added: [plan] } },
      { type: 'compared', session: 1, comparison },
      { type: 'paused', session: 1, pause: undefined, isAsking: true },
    ]) {
      expect(checkMessage(message)).toBe(message);
    }
    expect(checkMessage({ type: 'pong', session: 1 })).toEqual({ type: 'pong', session: 1 });
  });

  test.each<[string, unknown, string]>([
    ['text', 'hello', 'no known kind'],
    ['a kind that every object has', { type: 'constructor', session: 1 }, 'no known kind'],
    ['no session', { type: 'pong' }, 'pong.session: undefined is not a count'],
    ['steps that are objects', { ...progress, steps: [{}] }, 'progress.steps: .table'],
    ['a column of another type', withRows({ kinds: new Uint16Array(200) }), 'progress.steps: .kinds: not a column'],
    [
      'a column that is too short',
      withRows({ times: new Float64Array(199) }),
      '.times: not as long as the other columns',
    ],
    ['too many steps', withRows({ kinds: new Uint8Array(2 ** 16) }), 'progress.steps: .kinds: not a column'],
    ['an unknown kind of step', withRows({ kinds: new Uint8Array(200).fill(99) }), '[0]: of no known kind'],
    ['a name that is not in the table', withRows({ names: new Uint32Array(200).fill(500) }), '[0]: without a name'],
    ['a name that is no text', withRows({ table: [1] }), 'progress.steps: .table[0]: number is not text'],
    ['a step without a time', withRows({ times: new Float64Array(200).fill(Number.NaN) }), '[0]: without a time'],
    ['details that go backwards', withRows({ ends: new Uint32Array(200) }), '[1]: its detail is no text'],
    ['details that end elsewhere', withRows({ details: `${rows.details}x` }), '.details: of another length'],
    ['a detail of a megabyte', withRows({ ends: rows.ends.map((end) => end + 2 ** 20) }), '[0]: its detail is no text'],
    ['an unknown state', { ...progress, clients: [{ client: 0, state: 'x', bytes: new Uint8Array() }] }, 'one of'],
    ['bytes that are text', { ...progress, clients: [{ client: 0, state: 'eof', bytes: 'x' }] }, 'bytes'],
    ['a snapshot without threads', { ...progress, snapshot: { ...snapshot, threads: 1 } }, '.threads: number'],
    ['a map where plain data belongs', withMemory(new Map()), 'not plain data'],
    ['too deep data', withMemory(nested(20)), 'too deep'],
    ['endless text', withMemory('x'.repeat(40_000_000)), 'too much'],
    [
      'a pause without its reason',
      { type: 'paused', session: 1, pause: { step: 1, hits: [] }, isAsking: false },
      'why',
    ],
    [
      'a plan to send text',
      { type: 'planned', session: 1, inputs: { ids: [1], added: [{ ...plan, action: { act: 'send', bytes: 'x' } }] } },
      'bytes',
    ],
    [
      'a comparison with other lines',
      { type: 'compared', session: 1, comparison: { ...comparison, lines: [1, 2] } },
      'integers',
    ],
    [
      'a problem on a negative line',
      {
        type: 'loadProblem',
        session: 1,
        problem: { notice: { code: 'appMissing', values: {} }, line: -1 },
      },
      'count',
    ],
  ])('%s fails', (_name, message, wrong) => {
    expect(checkMessage(message)).toContain(wrong);
  });

  function withMemory(much: unknown): unknown {
    const processes = snapshot.processes.map((process) => ({ ...process, memory: { much } }));
    return { ...progress, snapshot: { ...snapshot, processes } };
  }
});

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

test('a thousand messages a second are accepted, one more is not, and the next second starts at zero', () => {
  const rate = new Rate();
  const admitted = (now: number, count: number): boolean[] => Array.from({ length: count }, () => rate.admit(now));
  expect(admitted(5_000, 1_000).every(Boolean)).toBe(true);
  expect(rate.admit(5_999)).toBe(false);
  expect(rate.admit(6_001)).toBe(true);
});

describe('budgets', () => {
  test('an ordinary machine is far from all of them', () => {
    expect(exhausted(machineWithRequest())).toBeUndefined();
  });

  test('an exceeded budget is named', () => {
    const machine = machineWithRequest(function* (_environ, startResponse) {
      startResponse('200 OK', []);
      memory()['much'] = 'x'.repeat(BUDGETS.memory);
      yield encodeLatin1('x');
      yield* sleep(100);
    });
    expect(exhausted(machine)).toEqual({ code: 'budgetExceeded', values: { budget: 'memory', limit: 16_777_216 } });
    for (let number = 0; number <= BUDGETS.threads; number += 1) machine.spawn('idle', () => sleep(100));
    machine.run({ until: 31 });
    expect(exhausted(machine)?.values.budget).toBe('threads');
  });
});
