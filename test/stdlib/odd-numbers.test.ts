/** Numbers that C rejects: each raises CPython 3.11's error, and nothing waits forever. Recorded with python3. */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { create } from '../../src/python/classes.ts';
import { EpollSelector, EVENT_READ, PollSelector, SelectSelector } from '../../src/stdlib/selectors.ts';
import { Socket } from '../../src/stdlib/socket.ts';
import { BaseServer } from '../../src/stdlib/socketserver.ts';
import { Condition, Event, Lock, Thread } from '../../src/stdlib/threading.ts';
import { gmtime, sleep, strftime } from '../../src/stdlib/time.ts';
import { program, raised } from '../support/program.ts';

const NAN = 'ValueError: Invalid value NaN (not a number)';
const OUT_OF_RANGE = 'OverflowError: timestamp out of range for platform time_t';
const TOO_LARGE = 'OverflowError: timestamp too large to convert to C _PyTime_t';
const INTEGER = (type: string): string => `TypeError: '${type}' object cannot be interpreted as an integer`;

type Case = readonly [value: unknown, raised: string];
type Use = (value: never) => Sys<unknown>;

function* plainly(action: () => unknown): Sys<unknown> {
  return action();
}

function* withThread(use: (thread: Thread) => Sys<unknown>): Sys<unknown> {
  const thread = new Thread({ target: () => sleep(1) });
  yield* thread.start();
  return yield* use(thread);
}

function* taken(): Sys<Lock> {
  const lock = new Lock();
  yield* lock.acquire();
  return lock;
}

function* withCondition(use: (condition: Condition) => Sys<unknown>): Sys<unknown> {
  const condition = new Condition();
  yield* condition.acquire();
  return yield* use(condition);
}

function* selecting(Class: new () => SelectSelector | PollSelector | EpollSelector, timeout: never): Sys<unknown> {
  const selector = yield* create(Class);
  const socket = yield* Socket.open();
  // Ready at once: it hangs up.
  yield* selector.register(socket, EVENT_READ);
  return (yield* selector.select(timeout)).length;
}

function* serving(timeout: never): Sys<unknown> {
  const server = new BaseServer();
  yield* server.init(['127.0.0.1', 0], 0);
  const socket = yield* Socket.open();
  Object.assign(server, { socket, fileno: () => socket.fileno() });
  return yield* server.serveForever(timeout);
}

const SECONDS: readonly Case[] = [
  [NaN, NAN],
  [Infinity, OUT_OF_RANGE],
  [1e300, OUT_OF_RANGE],
  [1e10, OUT_OF_RANGE],
  [10n ** 30n, TOO_LARGE],
  ['1', INTEGER('str')],
  [Symbol('s'), INTEGER('Symbol')],
  [{}, INTEGER('dict')],
];
const POLLS: readonly Case[] = [
  [NaN, 'ValueError: cannot convert float NaN to integer'],
  [Infinity, 'OverflowError: cannot convert float infinity to integer'],
  [2_147_484, 'OverflowError: timeout is too large'],
  [9e9, 'OverflowError: timeout is too large'],
  ['1', "TypeError: '<=' not supported between instances of 'str' and 'int'"],
  [[], "TypeError: '<=' not supported between instances of 'list' and 'int'"],
  [-Infinity, 'nothing'],
  [-1, 'nothing'],
  [2_147_483.647, 'nothing'],
];

const TABLE: Readonly<Record<string, readonly [use: Use, cases: readonly Case[]]>> = {
  'time.sleep': [
    sleep,
    [
      ...SECONDS,
      [-Infinity, OUT_OF_RANGE],
      [-1, 'ValueError: sleep length must be non-negative'],
      [-0, 'nothing'],
      [true, 'nothing'],
    ],
  ],
  'time.gmtime': [
    (value) => plainly(() => gmtime(value)),
    [
      [NaN, NAN],
      [Infinity, OUT_OF_RANGE],
      [1e300, OUT_OF_RANGE],
      [1e17, 'OSError: [Errno 75] Value too large for defined data type'],
      [-1e17, 'OSError: [Errno 75] Value too large for defined data type'],
      ['x', INTEGER('str')],
      [Symbol('s'), INTEGER('Symbol')],
      [1e15, 'nothing'],
    ],
  ],
  'time.strftime': [
    (value) => plainly(() => strftime(value)),
    [[5, 'TypeError: strftime() argument 1 must be str, not int']],
  ],
  'Socket.settimeout': [
    function* (value) {
      yield* (yield* Socket.open()).settimeout(value);
    },
    [
      ...SECONDS,
      [-Infinity, OUT_OF_RANGE],
      [-1, 'ValueError: Timeout value out of range'],
      [-0, 'nothing'],
      [9e9, 'nothing'],
    ],
  ],
  'Lock.acquire': [
    function* (value) {
      return yield* (yield* taken()).acquire(true, value);
    },
    [...SECONDS, [-2, 'ValueError: timeout value must be positive']],
  ],
  'Event.wait': [(value) => new Event().wait(value), SECONDS.slice(1, 5)],
  'Condition.wait': [(value) => withCondition((condition) => condition.wait(value)), SECONDS.slice(1, 5)],
  'Thread.join': [(value) => withThread((thread) => thread.join(value)), SECONDS.slice(1, 4)],
  'SelectSelector.select': [
    (value) => selecting(SelectSelector, value),
    [
      [NaN, NAN],
      [Infinity, OUT_OF_RANGE],
      [1e10, OUT_OF_RANGE],
      [10n ** 30n, TOO_LARGE],
      ['1', "TypeError: '>' not supported between instances of 'int' and 'str'"],
      [-Infinity, 'nothing'],
      [9e9, 'nothing'],
    ],
  ],
  'PollSelector.select': [(value) => selecting(PollSelector, value), [...POLLS, [1e10, TOO_LARGE], [1e300, TOO_LARGE]]],
  'EpollSelector.select': [
    (value) => selecting(EpollSelector, value),
    [...POLLS, [1e10, OUT_OF_RANGE], [1e300, OUT_OF_RANGE]],
  ],
  'BaseServer.serve_forever': [serving, POLLS.slice(0, 6)],
  'Socket.listen': [
    function* (value) {
      yield* (yield* Socket.open()).listen(value);
    },
    [
      [NaN, INTEGER('float')],
      [1.5, INTEGER('float')],
      ['1', INTEGER('str')],
      [null, INTEGER('NoneType')],
      [2 ** 31, 'OverflowError: signed integer is greater than maximum'],
      [10n ** 30n, 'OverflowError: Python int too large to convert to C long'],
      [-5, 'nothing'],
      [true, 'nothing'],
    ],
  ],
  'Socket.bind': [
    function* (value) {
      yield* (yield* Socket.open()).bind(['127.0.0.1', value]);
    },
    [
      [NaN, INTEGER('float')],
      [1.5, INTEGER('float')],
      [null, INTEGER('NoneType')],
      [-1, 'OverflowError: bind(): port must be 0-65535.'],
      [2 ** 53, 'OverflowError: bind(): port must be 0-65535.'],
      [10n ** 30n, 'OverflowError: bind(): port must be 0-65535.'],
      [Symbol('s'), INTEGER('Symbol')],
    ],
  ],
  'Socket.shutdown': [
    function* (value) {
      yield* (yield* Socket.open()).shutdown(value);
    },
    [
      [NaN, INTEGER('float')],
      ['x', INTEGER('str')],
      [7, 'OSError: [Errno 22] Invalid argument'],
      [2 ** 31, 'OverflowError: Python int too large to convert to C int'],
    ],
  ],
  'Socket.setsockopt': [
    function* (value) {
      yield* (yield* Socket.open()).setsockopt('SOL_SOCKET', 'SO_RCVBUF', value);
    },
    [
      [NaN, "TypeError: a bytes-like object is required, not 'float'"],
      [2 ** 31, "TypeError: a bytes-like object is required, not 'int'"],
      [null, "TypeError: a bytes-like object is required, not 'NoneType'"],
      [-1, 'nothing'],
    ],
  ],
  'Socket.recv': [
    function* (value) {
      return yield* (yield* Socket.open()).recv(value);
    },
    [
      [NaN, INTEGER('float')],
      ['1', INTEGER('str')],
      [-1, 'ValueError: negative buffersize in recv'],
      [10n ** 30n, 'OverflowError: Python int too large to convert to C ssize_t'],
      [Symbol('s'), INTEGER('Symbol')],
    ],
  ],
  'selector.register of a file': [
    (value) => new SelectSelector().register(value, EVENT_READ),
    [
      [NaN, 'ValueError: Invalid file object: nan'],
      [1.5, 'ValueError: Invalid file object: 1.5'],
      [-1, 'ValueError: Invalid file descriptor: -1'],
      [null, 'ValueError: Invalid file object: None'],
    ],
  ],
  'selector.register of events': [
    (value) => new SelectSelector().register(1, value),
    [
      [NaN, "TypeError: unsupported operand type(s) for &: 'float' and 'int'"],
      ['1', "TypeError: unsupported operand type(s) for &: 'str' and 'int'"],
      [null, 'ValueError: Invalid events: None'],
      [4, 'ValueError: Invalid events: 4'],
      [-1, 'ValueError: Invalid events: -1'],
    ],
  ],
};

describe.each(Object.entries(TABLE))('%s', (_, [use, cases]) => {
  test.each(cases)('of %s: %s', (value, wanted) => {
    let told = '';
    const { seconds } = program(function* () {
      told = yield* raised(use(value as never));
    });
    expect(told).toBe(wanted);
    expect(seconds).toBeLessThan(1e10);
  });
});

test('the clock stands still at the end of the time that it can count, and counts right until then', () => {
  const { seconds } = program(function* () {
    for (let count = 0; count < 3; count += 1) yield* sleep(9e9);
    yield* sleep(1);
  });
  expect(seconds).toBe(Number.MAX_SAFE_INTEGER / 1e6);
});
