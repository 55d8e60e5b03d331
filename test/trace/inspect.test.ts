/**
 * For any value of an app, the log and snapshots run none of its code; so they are the same however often it is
 * inspected.
 */
import { describe, expect, test } from 'vitest';
import { BaseRequestHandler, create, freshApp, Machine, Request, sleep, TCPServer } from '../../src/index.ts';
import type { MachineOptions, Snapshot, WsgiApp } from '../../src/index.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { ValueError } from '../../src/python/errors.ts';
import { NotFound } from '../../src/werkzeug/exceptions.ts';
import { blocking } from '../../src/werkzeug/app.ts';

/** How often code of the app was run. */
interface Count {
  runs: number;
}

type Odd = (count: Count) => unknown;

/** An object all of whose members count accesses. */
function watchful(count: Count): object {
  const run = (): string => String((count.runs += 1));
  class Watchful {
    static get name(): string {
      return run();
    }
    get [Symbol.toStringTag](): string {
      return run();
    }
    get object(): string {
      return run();
    }
    toString = run;
    toJSON = run;
    valueOf = run;
    [Symbol.toPrimitive] = run;
    __repr__ = run;
    __str__ = run;
    *[Symbol.iterator](): Generator<string> {
      yield run();
    }
  }
  Object.defineProperty(Watchful.prototype, 'constructor', { get: () => ({ name: run() }) });
  return new Watchful();
}

class Shy extends ValueError {
  readonly count: Count;
  constructor(count: Count, ...args: unknown[]) {
    super(...args);
    this.count = count;
  }
  override get text(): string {
    return String((this.count.runs += 1));
  }
}

class Anonymous extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    throw new Error('the species was asked');
  }
}

const cyclic = (): unknown[] => {
  const list: unknown[] = [];
  list.push(list, list);
  return list;
};

const computed = (count: Count, target: object, key: PropertyKey): object =>
  Object.defineProperty(target, key, { enumerable: true, get: () => (count.runs += 1) });

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const ODD: readonly [string, Odd][] = [
  ['a symbol', () => Symbol('x')],
  ['a function', () => () => 1],
  ['a class with a name of its own', (count) => computed(count, class {}, 'name')],
  ['an object all of whose code counts', watchful],
  ['a list with such a one', (count) => [watchful(count)]],
  ['a list with a getter', (count) => computed(count, [1, 2], 1)],
  ['a list of a class of its own', () => Anonymous.from([1])],
  ['a list within itself', cyclic],
  ['an object with a getter', (count) => computed(count, { plain: 1 }, 'odd')],
  ['an object without a prototype', () => Object.create(null)],
  ['a revoked proxy', () => revoked({})],
  ['a revoked proxy of a list', () => revoked([])],
  ['a revoked proxy of a function', () => revoked(() => 1)],
  ['bytes with a length of their own', (count) => computed(count, new Uint8Array(3), 'length')],
  ['what only has the prototype of bytes', () => Object.create(Uint8Array.prototype)],
  ['a frozen object', () => Object.freeze({ list: Object.freeze([1]) })],
  ['a map', (count) => new Map([[watchful(count), watchful(count)]])],
  ['a weak reference', () => new WeakRef({})],
];

/**
 * Values with code that would run when they are thrown; only where the app's own code ends they are not Python
 * exceptions.
 */
const THROWN: readonly [string, Odd][] = [
  ['a symbol', () => Symbol('x')],
  ['an exception with a text of its own', (count) => new Shy(count, 'x')],
  ['one whose argument has a text of its own', (count) => new ValueError(watchful(count))],
  ['one with a getter', (count) => computed(count, new ValueError('x'), 'args')],
  ['one of HTTP with a description of its own', (count) => new NotFound(watchful(count) as never)],
];

/** Runs a machine to its end; with `looks` it takes snapshots every few steps, and seeks through the whole past. */
function usedMachine(app: WsgiApp, looks: boolean, options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app, server: 'threaded', ...options });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  while (machine.run(looks ? { calls: 11 } : {}).why === 'stopped') machine.snapshot();
  return machine;
}

const shownEnviron = ({ connections }: Snapshot): unknown => connections[0]?.handler?.environ;

/** Without a trace, with one, and with constant snapshots: the app cannot tell. */
function checkUnseen(make: (count: Count) => WsgiApp): void {
  const [untraced, plain, looked] = [{ trace: false }, {}, { looks: true }].map(({ looks = false, ...options }) => {
    const counts: Count[] = [];
    const app = freshApp(() => {
      counts.push({ runs: 0 });
      return make(counts.at(-1) as Count);
    });
    const machine = usedMachine(app, looks, options);
    const { received = '' } = machine.clients[0] ?? {};
    // The first belongs to the machine; machines that replay its past have others.
    return {
      machine,
      seen: { answer: received.slice(received.lastIndexOf('\r\n')), log: machine.log, count: counts[0] },
    };
  });
  expect(plain?.seen).toEqual(untraced?.seen);
  expect(looked?.seen).toEqual(untraced?.seen);
  expect(looked?.machine.trace.hash()).toBe(plain?.machine.trace.hash());
  const { length = 0 } = plain?.machine.trace ?? {};
  for (const step of [length >> 1, length - 1]) expect(looked?.machine.seek(step)).toEqual(plain?.machine.seek(step));
}

describe('an app cannot tell whether it is inspected', () => {
  test.each(ODD)('when it keeps %s in its environ and in a header', (_, odd) => {
    checkUnseen((count) => (environ, startResponse) => {
      const value = odd(count);
      environ['odd'] = value;
      environ['list'] = [value];
      try {
        startResponse('200 OK', [['X-Odd', value as string]]);
      } catch {
        startResponse('200 OK', []);
      }
      return [encodeLatin1(String(count.runs))];
    });
  });

  test.each(ODD)('when it returns %s', (_, odd) => {
    checkUnseen((count) => (_environ, startResponse) => {
      startResponse('200 OK', []);
      return odd(count) as never;
    });
  });

  test.each([...ODD, ...THROWN])('when it throws %s', (_, odd) => {
    checkUnseen((count) =>
      blocking(function* () {
        throw odd(count);
      }),
    );
  });

  test.each([...ODD, ...THROWN])('when its view throws %s', (_, odd) => {
    checkUnseen((count) =>
      Request.application(() => {
        throw odd(count);
      }),
    );
  });
});

test('a computed property of an app is shown as computed, and a value that cannot be inspected as an object', () => {
  const count: Count = { runs: 0 };
  const machine = usedMachine((environ, startResponse) => {
    environ['odd'] = computed(count, { plain: 1 }, 'odd');
    environ['gone'] = revoked({});
    Object.defineProperty(environ, 'own', { enumerable: true, configurable: true, get: () => (count.runs += 1) });
    startResponse('200 OK', []);
    return [];
  }, false);
  const entries = new Map(shownEnviron(machine.snapshot()) as [string, unknown][]);
  expect([entries.get('odd'), entries.get('gone'), entries.get('own')]).toEqual([
    { plain: 1, odd: '<property>' },
    '<object>',
    '<property>',
  ]);
  expect(count.runs).toBe(0);
});

test('a list that changes later stays in the log as it was', () => {
  const machine = usedMachine((_environ, startResponse) => {
    const headers: [string, string][] = [['X-A', '1']];
    startResponse('200 OK', headers);
    headers.push(['X-B', '2']);
    return [];
  }, false);
  const started = machine.trace.steps().find(({ name }) => name.endsWith('start_response'));
  expect(started?.detail).toBe("'200 OK', (('X-A', '1')), None");
});

test('an address that a handler writes into stays in the log as it was', () => {
  class Writing extends BaseRequestHandler {
    override *handle(): Sys<void> {
      yield* sleep(1);
      (this.clientAddress as [string, number])[1] = 7;
      yield* sleep(1);
    }
  }
  const machine = new Machine({
    *program() {
      const server = yield* create(TCPServer, ['127.0.0.1', 5000], Writing);
      yield* server.serveForever();
    },
  });
  machine.connect();
  machine.run({ until: 0.5 });
  const rows = machine.trace.steps();
  machine.run({ until: 3 });
  expect(machine.trace.steps(0, rows.length)).toEqual(rows);
  expect(machine.branch(rows.length).trace.steps()).toEqual(rows);
});
