import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { create } from '../../src/python/classes.ts';
import { BaseException } from '../../src/python/errors.ts';
import { call } from '../../src/python/libc.ts';
import { str } from '../../src/python/repr.ts';
import type { _BaseSelectorImpl } from '../../src/stdlib/selectors.ts';
import {
  DefaultSelector,
  EpollSelector,
  EVENT_READ,
  EVENT_WRITE,
  PollSelector,
  SelectSelector,
} from '../../src/stdlib/selectors.ts';
import { monotonic } from '../../src/stdlib/time.ts';
import { connected, driveAll } from '../support/drive.ts';

const attempt = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof BaseException) return `${error.className}: ${str(error)}`;
    throw error;
  }
  return 'nothing';
};

function* raised(action: Sys<unknown>): Sys<string> {
  try {
    yield* action;
  } catch (error) {
    return attempt(() => {
      throw error;
    });
  }
  return 'nothing';
}

/** Runs `main` and hands on what it throws. */
const run = (main: () => Sys<void>): void => {
  const { why } = driveAll(main);
  expect(why).toBe('exit');
};

const selectors: readonly (readonly [string, () => Sys<_BaseSelectorImpl>])[] = [
  ['SelectSelector', () => create(SelectSelector)],
  ['PollSelector', () => create(PollSelector)],
  ['EpollSelector', () => create(EpollSelector)],
];

describe.each(selectors)('%s', (_name, make) => {
  test('finds who can be read and who can be written', () => {
    run(function* () {
      const { client, server } = yield* connected();
      const selector = yield* make();
      const key = yield* selector.register(server, EVENT_READ, 'data');
      expect(key).toEqual({ fileobj: server, fd: server, events: EVENT_READ, data: 'data' });
      expect(yield* selector.select(0)).toEqual([]);
      yield* call('sendto', client, new Uint8Array(3));
      expect(yield* selector.select()).toEqual([[key, EVENT_READ]]);
      yield* selector.register(client, EVENT_READ | EVENT_WRITE);
      const ready = yield* selector.select();
      expect(new Map(ready.map(([{ fd }, events]) => [fd, events]))).toEqual(
        new Map([
          [server, EVENT_READ],
          [client, EVENT_WRITE],
        ]),
      );
      yield* selector.close();
    });
  });

  test('waits no longer than asked, rounded up to milliseconds', () => {
    run(function* () {
      const { server } = yield* connected();
      const selector = yield* make();
      yield* selector.register(server, EVENT_READ);
      const before = monotonic();
      expect(yield* selector.select(0.5)).toEqual([]);
      expect(monotonic() - before).toBeCloseTo(0.5, 9);
      expect(yield* selector.select(-1)).toEqual([]);
      expect(monotonic() - before).toBeCloseTo(0.5, 9);
      yield* selector.close();
    });
  });

  test('modifies and unregisters', () => {
    run(function* () {
      const { server } = yield* connected();
      const selector = yield* make();
      yield* selector.register(server, EVENT_READ, 1);
      const key = yield* selector.modify(server, EVENT_WRITE, 2);
      expect([key.events, key.data]).toEqual([EVENT_WRITE, 2]);
      expect(yield* selector.select(0)).toEqual([[key, EVENT_WRITE]]);
      expect((yield* selector.modify(server, EVENT_WRITE, 3)).data).toBe(3);
      expect(selector.getKey(server).data).toBe(3);
      expect(selector.getMap()?.size).toBe(1);
      expect([...(selector.getMap() ?? [])]).toEqual([server]);
      yield* selector.unregister(server);
      expect(yield* selector.select(0)).toEqual([]);
      expect(selector.getMap()?.size).toBe(0);
      yield* selector.close();
      expect(selector.getMap()).toBeUndefined();
    });
  });

  test('raises what Python raises', () => {
    run(function* () {
      const { server } = yield* connected();
      const selector = yield* make();
      expect(yield* raised(selector.register(server, 0))).toBe('ValueError: Invalid events: 0');
      expect(yield* raised(selector.register(server, 8))).toBe('ValueError: Invalid events: 8');
      expect(yield* raised(selector.register(-5, EVENT_READ))).toBe('ValueError: Invalid file descriptor: -5');
      expect(yield* raised(selector.register('x' as never, EVENT_READ))).toBe("ValueError: Invalid file object: 'x'");
      expect(yield* raised(selector.unregister(server))).toBe(`KeyError: '${server} is not registered'`);
      expect(yield* raised(selector.modify(server, EVENT_READ))).toBe(`KeyError: '${server} is not registered'`);
      yield* selector.register(server, EVENT_READ);
      const again = `KeyError: '${server} (FD ${server}) is already registered'`;
      expect(yield* raised(selector.register(server, EVENT_READ))).toBe(again);
      expect(attempt(() => selector.getKey(99))).toBe("KeyError: '99 is not registered'");
      yield* selector.close();
      expect(attempt(() => selector.getKey(server))).toBe('RuntimeError: Selector is closed');
    });
  });

  test('finds the key of a file that has been closed in the meantime', () => {
    run(function* () {
      const { server } = yield* connected();
      const selector = yield* make();
      const file = { fd: server as number, fileno: () => file.fd };
      yield* selector.register(file, EVENT_READ);
      file.fd = -1;
      expect((yield* selector.unregister(file)).fd).toBe(server);
      yield* selector.close();
    });
  });
});

test('the default is epoll; it refuses a descriptor that is not open, and forgets it', () => {
  run(function* () {
    const selector = yield* DefaultSelector.open();
    expect(selector).toBeInstanceOf(EpollSelector);
    expect(yield* raised(selector.register(99, EVENT_READ))).toBe('OSError: [Errno 9] Bad file descriptor');
    expect(selector.getMap()?.size).toBe(0);
    yield* selector.close();
    expect(yield* raised(selector.select(0))).toBe('ValueError: I/O operation on closed epoll object');
  });
});
