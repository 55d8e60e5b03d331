/**
 * Apps with mistakes that no app should make: each gets a response, is reported in the log, and does not stop the
 * server.
 */
import { blocking, KernelPanic, memory, Request, Response, sleep } from '../../src/index.ts';
import type { Sys, WsgiApp } from '../../src/index.ts';
import { Exception } from '../../src/python/errors.ts';

/** The response to an odd app, and the text in the server's log. */
export interface OddApp {
  readonly app: WsgiApp;
  /** `500`, `200`, or nothing, where Python sends nothing either. */
  readonly answer: '500' | '200' | '';
  readonly log: RegExp;
}

type Start = (status: string, headers: unknown) => unknown;

const trap = (): never => {
  throw new Error('trap');
};
const withGetter = (name: string): Error => Object.defineProperty(new Error('x'), name, { get: trap });
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const odd = (app: unknown, answer: OddApp['answer'], log: RegExp): OddApp => ({ app: app as WsgiApp, answer, log });

/** The thrown value, and the last line of its traceback. */
const THROWN: Readonly<Record<string, readonly [make: () => unknown, line: RegExp]>> = {
  undefined: [() => undefined, /^Error: None$/m],
  null: [() => null, /^Error: None$/m],
  'a symbol': [() => Symbol('x'), /^Error: Symbol\(x\)$/m],
  'a BigInt': [() => 5n, /^Error: 5$/m],
  'a cyclic array': [
    () => {
      const ring: unknown[] = [];
      ring.push(ring, { ring });
      return ring;
    },
    /^Error: \[\[\.\.\.\], \{'ring': \[\.\.\.\]\}\]$/m,
  ],
  'nested arrays without an end': [
    () => {
      let deep: unknown = 1;
      for (let level = 0; level < 100_000; level += 1) deep = [deep];
      return deep;
    },
    /^Error: <list object>$/m,
  ],
  'an array of shared arrays': [
    () => {
      let shared: unknown = 'x';
      for (let level = 0; level < 40; level += 1) shared = [shared, shared];
      return shared;
    },
    /^Error: \[\[\[/m,
  ],
  'what looks like a Response': [() => Object.create(Response.prototype), /^Error: <Response object>$/m],
  'what looks like an exception': [
    () => Object.create(Exception.prototype),
    /^Exception: <exception str\(\) failed>$/m,
  ],
  'what looks like a panic': [() => Object.create(KernelPanic.prototype), /^Error$/m],
  'a panic of its own': [() => new KernelPanic('mine'), /^KernelPanic: mine$/m],
  'an error that is called KernelPanic': [
    () => Object.assign(new Error('x'), { name: 'KernelPanic' }),
    /^KernelPanic: x$/m,
  ],
  'an error whose message throws': [() => withGetter('message'), /^Error: <exception str\(\) failed>$/m],
  'an error whose name throws': [() => withGetter('name'), /^Error: x$/m],
  'an error whose stack throws': [() => withGetter('stack'), /^Error: x$/m],
  'an error whose cause throws': [() => withGetter('cause'), /^Error: x$/m],
  'an error whose name is a symbol': [() => Object.assign(new Error('x'), { name: Symbol('n') }), /^Error: x$/m],
  'an error whose message is an object': [
    () => Object.assign(new Error('x'), { message: { a: 1 } }),
    /^Error: \{'a': 1\}$/m,
  ],
  'an object without a prototype': [() => Object.create(null), /^Error: \{\}$/m],
  'an object whose constructor is null': [() => ({ constructor: null }), /^Error: \{'constructor': None\}$/m],
  'a frozen proxy': [() => Object.freeze(new Proxy({}, { get: trap })), /^Error: \{\}$/m],
  'a proxy that throws': [
    () => new Proxy({}, { ownKeys: trap, get: trap, getPrototypeOf: trap }),
    /^Error: <object object>$/m,
  ],
  'a revoked proxy': [revoked, /^Error: <object object>$/m],
  'a proxy of an error': [() => new Proxy(new Error('x'), {}), /^Error: x$/m],
  'an exception of Python with a proxy in it': [
    () => new Exception(revoked()),
    /^Exception: <exception str\(\) failed>$/m,
  ],
  'an exception that is its own cause': [
    () => {
      const error = new Exception('ring');
      error.__cause__ = error;
      error.__context__ = error;
      return error;
    },
    /^Exception: ring$/m,
  ],
  'an exception whose cause is a number': [
    () => Object.assign(new Exception('x'), { __cause__: 5, __context__: revoked() }),
    /^Exception: x$/m,
  ],
  'an exception that cannot say what it is': [
    () => {
      class Silent extends Exception {
        override get text(): string {
          return trap();
        }

        override get className(): string {
          return Symbol('s') as unknown as string;
        }
      }
      return new Silent();
    },
    /^Silent: <exception str\(\) failed>$/m,
  ],
};

const answering =
  (make: () => unknown) =>
  (_environ: unknown, start: Start): unknown => {
    start('200 OK', [['Content-Type', 'text/plain']]);
    return make();
  };

class Lying extends Uint8Array {
  override get length(): number {
    return 1e9;
  }

  override get byteLength(): number {
    return -1;
  }

  static get [Symbol.species](): never {
    return trap();
  }

  override subarray = trap as never;
  override slice = trap as never;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function ownLength(): Uint8Array {
  return Object.defineProperty(bytes('three'), 'length', { value: 1e9 });
}

function detached(): Uint8Array {
  const gone = new Uint8Array(8);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  return gone;
}

function* detachedLater(): Generator<Uint8Array> {
  const chunk = new Uint8Array(100_000);
  yield chunk;
  structuredClone(chunk.buffer, { transfer: [chunk.buffer] });
  yield bytes('end');
}

/** The returned value, once `startResponse` has been called. */
const ANSWERED: Readonly<Record<string, readonly [make: () => unknown, answer: OddApp['answer'], log: RegExp]>> = {
  'an iterable whose iterator throws': [() => ({ [Symbol.iterator]: trap }), '500', /^Error: trap$/m],
  'an iterable whose iterator is undefined': [
    () => ({ [Symbol.iterator]: () => undefined }),
    '500',
    /^TypeError: iter\(\) returned non-iterator of type 'NoneType'$/m,
  ],
  'an iterable whose iterator is a number': [() => ({ [Symbol.iterator]: 5 }), '500', /^TypeError: /m],
  'an iterator that answers undefined': [
    () => ({ *next() {} }),
    '500',
    /^TypeError: next\(\) of an iterator returned NoneType; it must return \{ done, value \}$/m,
  ],
  'an iterator whose next is no function': [() => ({ next: 5 }), '500', /^TypeError: /m],
  'an iterator whose steps throw': [
    () => ({ [Symbol.iterator]: () => ({ next: () => Object.defineProperty({}, 'done', { get: trap }) }) }),
    '500',
    /^Error: trap$/m,
  ],
  'an iterable whose next answers undefined': [
    () => ({ [Symbol.iterator]: () => ({ next: () => undefined }) }),
    '500',
    /^TypeError: next\(\) of an iterator returned NoneType/m,
  ],
  'an iterable that cannot be closed': [() => Object.assign([bytes('x')], { close: trap }), '200', /^Error: trap$/m],
  'an iterable whose close throws when it is looked for': [
    () => Object.defineProperty([bytes('x')], 'close', { get: trap }),
    '200',
    /^Error: trap$/m,
  ],
  'a revoked proxy': [revoked, '500', /revoked/m],
  'a proxy that throws': [() => new Proxy([], { get: trap, has: trap }), '500', /^Error: trap$/m],
  'a Uint8Array that lies about its length': [() => [new Lying(3)], '200', /200 -/],
  'bytes with a length of their own': [() => [ownLength()], '200', /200 -/],
  'bytes of a buffer that is gone': [() => [detached()], '200', /200 -/],
  'bytes of a buffer that goes': [detachedLater, '200', /200 -/],
  'bytes of a shared buffer': [() => [new Uint8Array(new SharedArrayBuffer(4))], '200', /200 -/],
  'a generator that yields a symbol': [
    function* () {
      yield Symbol('item');
    },
    '500',
    /^TypeError: a coroutine yielded Symbol\(item\)/m,
  ],
  'a generator whose finally throws': [
    function* () {
      try {
        yield bytes('x');
        yield 5;
      } finally {
        trap();
      }
    },
    '200',
    /^Error: trap$/m,
  ],
};

/** The body of a coroutine that is the app, and the line in the log. */
const COROUTINES: Readonly<
  Record<string, readonly [body: (start: Start) => Sys<unknown>, answer: OddApp['answer'], log: RegExp]>
> = {
  'yields a stale wait': [
    function* () {
      const stale = sleep(1).next().value as never;
      for (let count = 0; count < 9; count += 1) yield stale;
    },
    '500',
    /^TypeError: a coroutine yielded a wait that is over: /m,
  ],
  'yields a number': [
    function* () {
      yield 5 as never;
    },
    '500',
    /^TypeError: a coroutine yielded 5: /m,
  ],
  'yields a forged wait': [
    function* () {
      yield { kind: 'wait', on: [], timeout: undefined, idle: true } as never;
    },
    '500',
    /^TypeError: a coroutine yielded some object: /m,
  ],
  'yields what it must not, and does not mind': [
    function* (start) {
      for (let count = 0; count < 5; count += 1) {
        try {
          yield revoked() as never;
        } catch {
          // Once more.
        }
      }
      start('200 OK', []);
      return [];
    },
    '200',
    /200 -/,
  ],
  'leaves a coroutine while it waits': [
    function* (start) {
      sleep(1).next();
      yield* sleep(0.5);
      start('200 OK', []);
      return [];
    },
    '200',
    /200 -/,
  ],
  'resumes a coroutine out of turn': [
    function* () {
      const waiting = sleep(1);
      waiting.next();
      yield* sleep(0.5);
      waiting.next();
    },
    '500',
    /^TypeError: a coroutine was resumed out of turn: /m,
  ],
  'keeps a proxy that throws in memory': [
    function* (start) {
      memory()['x'] = new Proxy({}, { ownKeys: trap, get: trap, getPrototypeOf: trap });
      memory()['y'] = revoked();
      start('200 OK', []);
      return [];
    },
    '200',
    /200 -/,
  ],
};

const thrower = (make: () => unknown) => (): never => {
  // oxlint-disable-next-line typescript/only-throw-error -- that is what is tried
  throw make();
};

/** All of them, by what they do. */
export const ODD_APPS: Readonly<Record<string, OddApp>> = Object.fromEntries([
  ...Object.entries(THROWN).flatMap(([name, [make, line]]) => [
    [`throws ${name}`, odd(thrower(make), '500', line)] as const,
    [`raises ${name} in a view`, odd(Request.application(thrower(make)), '500', line)] as const,
    [
      `raises ${name} in its body`,
      odd(
        answering(function* () {
          yield bytes('x');
          thrower(make)();
        }),
        '200',
        line,
      ),
    ] as const,
  ]),
  ...Object.entries(ANSWERED).flatMap(([name, [make, answer, log]]) => [
    [`answers ${name}`, odd(answering(make), answer, log)] as const,
  ]),
  ...Object.entries(COROUTINES).map(
    ([name, [body, answer, log]]) =>
      [
        name,
        odd(
          blocking((_environ, start) => body(start as Start) as never),
          answer,
          log,
        ),
      ] as const,
  ),
  [
    'gives headers that throw while they are read',
    odd(
      (_environ: unknown, start: Start) => {
        start(
          '200 OK',
          (function* () {
            yield ['a', 'b'];
            throw new Error('trap');
          })(),
        );
        return [];
      },
      '',
      /^Error: trap$/m,
    ),
  ],
  [
    'gives headers that are a proxy',
    odd(
      (_environ: unknown, start: Start) => {
        start('200 OK', new Proxy([], { get: trap }));
        return [];
      },
      '',
      /^Error: trap$/m,
    ),
  ],
  [
    'gives a status that is a proxy',
    odd(
      (_environ: unknown, start: Start) => {
        start(revoked() as never, [['a', 'b']]);
        return [];
      },
      '',
      /^AttributeError: 'object' object has no attribute 'split'$|revoked/m,
    ),
  ],
  ['is a revoked proxy of a function', odd(answering(trap), '500', /^Error: trap$/m)],
]);
