/** Errors of the user's own functions pass through a run unchanged; and an app cannot run its own machine. */
import { describe, expect, test } from 'vitest';
import { blocking, explore, Machine, Response, Request, memory, sleep } from '../../../src/index.ts';
import type { PlannedInput, Sys, WsgiApp } from '../../../src/index.ts';

const app: WsgiApp = Request.application(() => new Response('fine'));
const REQUEST = 'GET / HTTP/1.0\r\n\r\n';

function asked(options: Partial<ConstructorParameters<typeof Machine>[0]> = {}): Machine {
  const machine = new Machine({ app, ...options });
  machine.connect().send(REQUEST);
  return machine;
}

/** The value that an action throws. */
function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** It continues to its end like a machine whose predicate was never called, and seeks. */
function checkForeignErrors(machine: Machine): void {
  const untouched = asked({ server: machine.options.server });
  untouched.run();
  expect(machine.run()).toMatchObject({ why: 'idle', panic: undefined });
  expect(machine.trace.hash()).toBe(untouched.trace.hash());
  expect(machine.clients[0]?.received).toContain('fine');
  const middle = machine.trace.length >> 1;
  expect(machine.seek(middle).step).toBe(middle);
  expect(machine.errors).toEqual([]);
}

describe.each(['base', 'threaded', 'forking'] as const)('a predicate of runTo on a %s server', (server) => {
  test.each([
    ['in a call of the server', 'call', new TypeError('mine')],
    ['in a system call', 'syscall', undefined],
    ['while nobody runs', 'queue', Symbol('mine')],
    ['when a thread gets the processor', 'switch', { mine: true }],
  ])('that throws %s makes runTo throw it, once', (_, kind, error) => {
    const machine = asked({ server });
    const from = machine.trace.length;
    let count = 0;
    const predicate = (event: { readonly kind: string }): boolean => {
      if (event.kind !== kind) return false;
      count += 1;
      // oxlint-disable-next-line typescript/only-throw-error -- that is what is tried
      throw error;
    };
    expect(thrownBy(() => machine.runTo(predicate))).toBe(error);
    expect(count).toBe(1);
    expect(machine.trace.steps()[machine.cursor - 1]?.kind).toBe(kind);
    expect(machine.cursor).toBeGreaterThan(from);
    expect(machine.snapshot().step).toBe(machine.cursor);
    checkForeignErrors(machine);
  });
});

test('a predicate that throws beyond the cursor, at a step that has happened already, leaves the cursor at that step', () => {
  const machine = asked();
  // Inside a plain function: the machine is ahead of its cursor.
  machine.runTo(({ kind, name }) => kind === 'call' && name.endsWith('send_response'));
  const { cursor } = machine;
  expect(
    thrownBy(() =>
      machine.runTo(() => {
        throw new RangeError('mine');
      }),
    ),
  ).toEqual(new RangeError('mine'));
  expect(machine.cursor).toBe(cursor + 1);
  checkForeignErrors(machine);
});

test('a predicate cannot run its machine, and may run another one of the same app', () => {
  const machine = asked();
  for (const [name, go] of [
    ['run', () => machine.run()],
    ['runTo', () => machine.runTo(5)],
    ['step', () => machine.step()],
    ['stepOver', () => machine.stepOver()],
  ] as const)
    expect(() => machine.runTo(() => Boolean(go()))).toThrow(
      `this machine is running: ${name}() cannot be called from a predicate`,
    );
  const other = asked();
  machine.runTo(({ kind }) => kind === 'call' && other.run().why === 'idle');
  expect(other.clients[0]?.received).toContain('fine');
  checkForeignErrors(machine);
});

describe('an exploration', () => {
  const { scenario } = (() => {
    const machine = asked({ server: 'threaded' });
    machine.connect().send(REQUEST);
    machine.run();
    return machine;
  })();

  test('throws the error of an invariant, and can be repeated', () => {
    const error = new RangeError('mine');
    const bring = { app };
    const explored = (invariants: Parameters<typeof explore>[1]['invariants']): unknown =>
      explore(scenario, { invariants, bring, runs: 3, from: 0 });
    expect(
      thrownBy(() =>
        explored({
          holds: () => {
            throw error;
          },
        }),
      ),
    ).toBe(error);
    expect(explored({ holds: ({ clients }) => clients.length === 2 })).toMatchObject({ broken: [] });
  });

  test('throws the error of its choice of threads', () => {
    const error = new RangeError('mine');
    const threads = (): never => {
      throw error;
    };
    expect(thrownBy(() => explore(scenario, { invariants: {}, bring: { app }, threads, from: 0 }))).toBe(error);
  });
});

describe('an app that runs its own machine', () => {
  const CALLS: readonly [string, (machine: Machine) => unknown][] = [
    ['run', (machine) => machine.run()],
    ['runTo', (machine) => machine.runTo(() => true)],
    ['runTo', (machine) => machine.runTo(1)],
    ['step', (machine) => machine.step()],
    ['stepInto', (machine) => machine.stepInto()],
    ['stepOver', (machine) => machine.stepOver()],
    ['stepOut', (machine) => machine.stepOut()],
    ['seek', (machine) => machine.seek(machine.trace.length)],
    ['branch', (machine) => machine.branch(1)],
    ['connect', (machine) => machine.connect()],
    ['datagrams', (machine) => machine.datagrams()],
    ['interrupt', (machine) => machine.interrupt()],
    ['inject', (machine) => machine.inject({ do: 'connect', client: 2 })],
    ['later', (machine) => machine.later({ do: 'interrupt' })],
    ['cancel', (machine) => machine.cancel(machine.planned[0] as PlannedInput)],
    ['choose', (machine) => machine.choose(1)],
    ['snapshot', (machine) => machine.snapshot()],
    ['snapshotAtEnd', (machine) => machine.snapshotAtEnd()],
  ];
  const SERVERS = ['base', 'threaded', 'forking'] as const;

  test.each(CALLS)('gets an error for %s(), and the machine continues (%#)', (name, go) => {
    for (const server of SERVERS) {
      const machines: Machine[] = [];
      const own = blocking(function* (_environ, start): Sys<Uint8Array[]> {
        memory()['count'] = 1;
        yield* sleep(0.1);
        for (const machine of machines) go(machine);
        start('200 OK', []);
        return [];
      });
      const machine = new Machine({ app: own, server });
      machines.push(machine);
      for (let count = 0; count < 2; count += 1) machine.connect().send(REQUEST);
      expect(machine.run()).toMatchObject({ why: 'idle', panic: undefined });
      const line = `Error: this machine is running: ${name}() cannot be called from its own app`;
      expect(machine.log.split(`${line}\n`)).toHaveLength(3);
      expect(machine.clients.map(({ received }) => received.slice(9, 12))).toEqual(['500', '500']);
      expect(machine.errors.map(({ text }) => text)).toEqual([line, line]);
      const { length } = machine.trace;
      expect(machine.seek(length >> 1).step).toBe(length >> 1);
      expect(machine.seek(length).log).toBe(machine.log);
      const branch = machine.branch(length >> 1);
      expect(branch.run().why).toBe('idle');
      expect(branch.log).toBe(machine.log);
      machines.pop();
    }
  });

  test('may run a machine of another app', () => {
    const inner = blocking(function* (_environ, start): Sys<Uint8Array[]> {
      const other = asked();
      other.run();
      start(other.clients[0]?.received.includes('fine') === true ? '201 CREATED' : '500 NO', []);
      return [];
    });
    const machine = asked({ app: inner });
    expect(machine.run().why).toBe('idle');
    expect(machine.clients[0]?.received).toContain('201 CREATED');
  });
});
