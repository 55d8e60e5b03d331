/**
 * Ctrl+C in the terminal of the server. The real behaviour was observed with Werkzeug 3.1.8 on CPython 3.11.7 under
 * Linux: `run_simple` in the foreground of a pseudo terminal, clients with the same requests, then `os.write(terminal,
 * b'\x03')`, under `strace -f`. In all these cases the server wrote nothing more to its log and ended with status 0;
 * with a second Ctrl+C while it waited for a child it wrote the traceback of KeyboardInterrupt and was killed by the
 * signal (-2).
 */
import { describe, expect, test } from 'vitest';
import type { Fd } from '../../../src/kernel/types.ts';
import { call } from '../../../src/python/libc.ts';
import { blocking, replay, Machine, parseScenario, preset, readScenario, sleep } from '../../../src/index.ts';
import type { Input, ServerKind, Sys, WsgiApp } from '../../../src/index.ts';

const HEAD = 'Host: x\r\n\r\n';
const SLEEP = `GET /sleep HTTP/1.1\r\n${HEAD}`;

const app = blocking(function* (environ, startResponse) {
  const path = environ['PATH_INFO'];
  if (path === '/sleep') yield* sleep(1);
  startResponse('200 OK', [['Content-Type', 'text/plain']]);
  if (path === '/big') return [new Uint8Array(50_000_000)];
  return path === '/stream' ? stream() : [new Uint8Array([111, 107])];
});

function* stream(): Generator<never, void, void> {
  yield new Uint8Array([111]) as never;
  yield* sleep(1) as Generator<never, void, void>;
  yield new Uint8Array([107]) as never;
}

/** A machine whose clients have sent their requests, 0.4 seconds later. */
function busy(server: ServerKind, ...sent: readonly string[]): Machine {
  const machine = new Machine({ app: app as WsgiApp, server });
  machine.run();
  for (const data of sent) machine.connect().send(data);
  machine.run({ until: 0.4 });
  return machine;
}

/** The system calls of the server's processes since a step, each with its errno if it failed. */
function callsSince(machine: Machine, step: number): string[] {
  const tids = machine.trace
    .steps()
    .filter(({ kind, name }) => kind === 'thread' && /^(?:MainThread|Thread-)/.test(name))
    .map(({ tid }) => tid);
  return machine.trace
    .steps(step)
    .filter(({ kind, tid }) => kind === 'syscall' && tids.includes(tid))
    .map(({ name, detail }) => (detail.includes('EINTR') ? `${name} EINTR` : name));
}

/** Presses Ctrl+C and runs the machine until it is idle; returns what the server did. */
function interrupt(machine: Machine): string[] {
  const step = machine.trace.length;
  const logged = machine.log;
  machine.interrupt();
  const { why, panic } = machine.run();
  expect([why, panic]).toEqual([machine.clients.length === 0 ? 'exit' : 'idle', undefined]);
  expect(machine.log).toBe(logged);
  expect(machine.serverProcess.exitStatus).toBe(0);
  return callsSince(machine, step);
}

const ends = (machine: Machine): string[] => machine.clients.map(({ state }) => state);

describe('Ctrl+C, as the real server handles it', () => {
  test.each(['base', 'threaded', 'forking'] as const)('a waiting %s server closes its listener and ends', (server) => {
    const machine = busy(server);
    expect(interrupt(machine)).toEqual(['poll EINTR', 'close']);
    expect(machine.address).toBeUndefined();
  });

  test.each([
    ['reads the request line', 'GET / HT', ['recvfrom EINTR', 'shutdown', 'close', 'close']],
    ['sleeps in the app', SLEEP, ['nanosleep EINTR', 'shutdown', 'close', 'close']],
    [
      'sleeps between two chunks',
      `GET /stream HTTP/1.1\r\n${HEAD}`,
      ['nanosleep EINTR', 'epoll_create1', 'epoll_ctl', 'epoll_wait', 'close', 'shutdown', 'close', 'close'],
    ],
  ])('a base server that %s ends the connection properly, then itself', (_what, sent, calls) => {
    const machine = busy('base', sent);
    expect(interrupt(machine)).toEqual(calls);
    expect(ends(machine)).toEqual(['eof']);
  });

  test('a base server resets clients in its backlog', () => {
    const machine = busy('base', SLEEP, 'GET / HT');
    interrupt(machine);
    expect(ends(machine)).toEqual(['eof', 'reset']);
  });

  test('a base server in the middle of a write: bytes in the kernel are sent, the rest is not', () => {
    const machine = busy('base');
    let received = 0;
    machine.spawn('slow reader', function* (): Sys<void> {
      const fd: Fd = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('connect', fd, ['127.0.0.1', 5000]);
      yield* call('sendto', fd, new TextEncoder().encode(`GET /big HTTP/1.1\r\n${HEAD}`));
      yield* call('nanosleep', 1_000_000 as never);
      for (let size = -1; size !== 0; received += size) size = (yield* call('recvfrom', fd, 65536)).data.length;
    });
    machine.run({ until: 0.8 });
    expect(interrupt(machine)).toEqual([
      'sendto',
      'epoll_create1',
      'epoll_ctl',
      'epoll_wait',
      'close',
      'shutdown',
      'close',
      'close',
    ]);
    expect(received).toBeGreaterThan(100_000);
    expect(received).toBeLessThan(50_000_000);
  });

  test.each(['GET / HT', SLEEP])('a threaded server does not wait for its threads: %j', (sent) => {
    const machine = busy('threaded', sent);
    expect(interrupt(machine)).toEqual(['poll EINTR', 'close']);
    expect(ends(machine)).toEqual(['eof']);
  });

  test.each([
    ['GET / HT', 'recvfrom EINTR'],
    [SLEEP, 'nanosleep EINTR'],
  ])('the children of a forking server receive it too, and the server waits for them: %j', (sent, interrupted) => {
    const machine = busy('forking', sent);
    const step = machine.trace.length;
    const calls = interrupt(machine);
    expect(calls).toEqual([interrupted, 'shutdown', 'close', 'poll EINTR', 'close', 'waitpid']);
    expect(machine.trace.steps(step).find(({ kind }) => kind === 'exit')?.detail).toContain('1');
    expect(ends(machine)).toEqual(['eof']);
    expect(machine.snapshot().processes.filter(({ name }) => name.startsWith('server'))).toEqual([]);
  });
});

describe('Ctrl+C at any step', () => {
  test.each([
    ['base', 'round-robin', 3],
    ['threaded', 'round-robin', 5],
    ['forking', 'round-robin', 3],
    ['threaded', 'adversarial', 11],
    ['forking', 'random', 7],
  ] as const)('never breaks the machine, always ends a %s server (%s), and replays', (server, order, stride) => {
    const whole = new Machine({ app: preset('hello')?.app as WsgiApp, server, order });
    whole.connect().send('GET / HTTP/1.0\r\n\r\n');
    whole.run();
    const first = whole.trace.steps().find(({ kind }) => kind === 'input')?.number ?? 0;
    for (let step = first; step <= whole.trace.length; step += stride) {
      const machine = whole.branch(step, [{ do: 'interrupt' }]);
      expect([machine.run().panic, step]).toEqual([undefined, step]);
      expect(machine.serverProcess.isAlive).toBe(false);
      expect([replay(machine.scenario).trace.hash(), step]).toEqual([machine.trace.hash(), step]);
    }
  });

  test('the result of the system call is lost, as in Python', () => {
    const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
    machine.connect().send('GET / HTTP/1.0\r\n\r\n');
    machine.runTo((event) => event.kind === 'syscall' && event.name === 'recvfrom' && event.tid === 1000);
    const step = machine.trace.length;
    machine.interrupt();
    machine.run();
    expect(callsSince(machine, step)).toEqual(['shutdown', 'close', 'close']);
  });

  test('before the server has started ends it as Python ends then: with a traceback, killed by the signal', () => {
    const machine = new Machine({ app: app as WsgiApp });
    machine.interrupt();
    machine.run();
    expect(machine.serverProcess.exitStatus).toBe(-2);
    expect(machine.log).toBe('Traceback (most recent call last):\nKeyboardInterrupt\n');
  });

  test('a second one while the first is handled is not caught', () => {
    const machine = busy('forking', 'GET / HT');
    // The first signal goes only to the server, which then waits for its child, as with `kill`.
    machine.kernel.signal(machine.serverProcess, 'SIGINT');
    machine.run();
    expect(machine.serverProcess.isAlive).toBe(true);
    machine.interrupt();
    machine.run();
    expect(machine.serverProcess.exitStatus).toBe(-2);
    expect(machine.log).toMatch(/KeyboardInterrupt\n$/);
  });

  test('an ended server reports its status', () => {
    const machine = busy('base');
    interrupt(machine);
    const length = machine.trace.length;
    expect(() => machine.interrupt()).toThrow('the server has ended (status 0): there is nothing to interrupt');
    expect(machine.trace.length).toBe(length);
  });
});

describe('Ctrl+C as an input', () => {
  test('is a step of the log and part of the scenario, without a client', () => {
    const machine = busy('base', SLEEP);
    const step = machine.trace.length;
    machine.interrupt();
    expect(machine.trace.steps(step)).toMatchObject([{ kind: 'input', name: 'interrupt', tid: 0 }]);
    const input: Input = { step, time: 0.4, client: undefined, command: { do: 'interrupt' } };
    expect(machine.inputs.at(-1)).toEqual(input);
    expect(machine.scenario.inputs.at(-1)).toEqual({ step, time: 0.4, do: 'interrupt' });
  });

  test.each(['base', 'threaded', 'forking'] as const)(
    'replays on %s with the same trace, and any step shows the same',
    (server) => {
      const machine = new Machine({ app: preset('sleepy')?.app as WsgiApp, server });
      machine.connect().send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      machine.run({ until: 0.4 });
      machine.interrupt();
      machine.run();
      const again = Machine.from(parseScenario(JSON.stringify(machine.scenario)));
      again.run();
      expect(again.trace.hash()).toBe(machine.trace.hash());
      const { step = 0 } = machine.inputs.at(-1) ?? {};
      expect(machine.seek(step + 4)).toEqual(again.seek(step + 4));
      expect(machine.seek(machine.trace.length).processes.every(({ name }) => !name.startsWith('server'))).toBe(true);
    },
  );

  test('can be injected at the cursor, in the past too, and planned for a time', () => {
    const whole = busy('base', SLEEP);
    whole.run();
    const step = whole.trace.steps().find(({ name }) => name === 'nanosleep')?.number ?? 0;
    const past = whole.branch(step + 1);
    past.inject({ do: 'interrupt' });
    past.run();
    expect(past.inputs.at(-1)).toMatchObject({ step: step + 1, command: { do: 'interrupt' } });
    expect(past.clients[0]?.received).toBe('');

    const planned = busy('base', SLEEP);
    planned.later({ do: 'interrupt', time: 0.7 });
    planned.run();
    expect(planned.inputs.at(-1)).toMatchObject({ time: 0.7, command: { do: 'interrupt' } });
    expect(planned.serverProcess.exitStatus).toBe(0);
  });

  test('is a reason why a thread can run, where the user chooses', () => {
    const machine = new Machine({ app: app as WsgiApp, server: 'forking', order: 'chosen' });
    machine.connect().send('GET / HT');
    machine.run();
    machine.asksForChoices = true;
    machine.interrupt();
    expect(machine.run().why).toBe('choice');
    expect(machine.choice?.candidates.map(({ process, why }) => [process, why])).toEqual([
      ['server-child', 'SIGINT interrupts its recvfrom(4, 8192)'],
      ['server', 'SIGINT interrupts its poll([3: POLLIN], 500 ms)'],
    ]);
  });

  test('planned for later, it does nothing to a server that has ended by then', () => {
    const machine = busy('base');
    machine.later({ do: 'interrupt', time: 0.9 });
    machine.interrupt();
    expect(machine.run()).toMatchObject({ why: 'exit', panic: undefined });
    expect(machine.inputs).toHaveLength(2);
  });

  test('has no client in a scenario, unlike every other input', () => {
    const scenario = (input: unknown) => ({ version: 1, app: { preset: 'hello' }, inputs: [input] });
    expect(readScenario(scenario({ do: 'interrupt' })).inputs).toEqual([{ do: 'interrupt' }]);
    expect(() => readScenario(scenario({ do: 'interrupt', client: 0 }))).toThrow(
      '$.inputs[0].client: 0 is not allowed: interrupt goes to the server, not to a client',
    );
    expect(() => readScenario(scenario({ do: 'interrupt', data: 'x' }))).toThrow(
      "$.inputs[0].data: 'x' is not allowed: interrupt sends nothing",
    );
    expect(() => readScenario(scenario({ do: 'close' }))).toThrow('$.inputs[0].client: is missing');
  });
});
