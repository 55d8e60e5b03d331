import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { create } from '../../src/python/classes.ts';
import { BaseException, RuntimeError } from '../../src/python/errors.ts';
import { call } from '../../src/python/libc.ts';
import { str } from '../../src/python/repr.ts';
import { withManager } from '../../src/python/with.ts';
import type { _BaseSelectorImpl, _SelectorMapping, Ready } from '../../src/stdlib/selectors.ts';
import {
  BaseSelector,
  DefaultSelector,
  EpollSelector,
  EVENT_READ,
  EVENT_WRITE,
  PollSelector,
  SelectorKey,
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

  // Answers of CPython's selectors, on loopback.
  test.each([
    ['the peer has closed', ['close']],
    ['the peer has reset it', ['reset']],
    ['both directions are shut down', ['shut', 'close']],
  ])('reports no event that nobody asked for when %s', (_end, how) => {
    run(function* () {
      for (const events of [EVENT_READ, EVENT_WRITE, EVENT_READ | EVENT_WRITE]) {
        const { client, server } = yield* connected();
        const selector = yield* make();
        const key = yield* selector.register(server, events);
        if (how.includes('shut')) yield* call('shutdown', server, 'SHUT_WR');
        if (how.includes('reset')) yield* call('setsockopt', client, 'SOL_SOCKET', 'SO_LINGER', [1, 0]);
        yield* call('close', client);
        for (let round = 0; round < 2; round += 1) expect(yield* selector.select(0)).toEqual([[key, events]]);
        yield* selector.close();
        yield* call('close', server);
      }
    });
  });

  test('reports a ready file each time until it is not ready, and a file that is registered again', () => {
    run(function* () {
      const { client, server } = yield* connected();
      const selector = yield* make();
      yield* selector.register(server, EVENT_READ);
      const events = function* (): Sys<number[]> {
        return (yield* selector.select(0)).map(([, found]) => found);
      };
      yield* call('sendto', client, new Uint8Array(1));
      expect([yield* events(), yield* events()]).toEqual([[EVENT_READ], [EVENT_READ]]);
      yield* call('recvfrom', server, 9);
      expect(yield* events()).toEqual([]);
      yield* selector.unregister(server);
      yield* selector.register(server, EVENT_WRITE);
      expect(yield* events()).toEqual([EVENT_WRITE]);
      yield* call('sendto', client, new Uint8Array(1));
      expect(yield* events()).toEqual([EVENT_WRITE]);
      yield* selector.modify(server, EVENT_READ);
      expect(yield* events()).toEqual([EVENT_READ]);
      yield* selector.close();
    });
  });

  test('is a manager, which closes it', () => {
    run(function* () {
      const { server } = yield* connected();
      const selector = yield* make();
      const inside = withManager(selector, function* (entered) {
        expect(entered).toBe(selector);
        yield* selector.register(server, EVENT_READ);
        throw new RuntimeError('inside');
      });
      expect(yield* raised(inside)).toBe('RuntimeError: inside');
      expect(selector.getMap()).toBeUndefined();
    });
  });

  test('has a map of what is registered now', () => {
    run(function* () {
      const { client, server } = yield* connected();
      const selector = yield* make();
      const map = selector.getMap() as _SelectorMapping;
      const file = { fileno: () => server };
      const key = yield* selector.register(file, EVENT_READ, 'data');
      expect([map.item(file), map.item(server), map.get(file), map.get(99), map.get(99, 5)]).toEqual([
        key,
        key,
        key,
        undefined,
        5,
      ]);
      expect([map.has(file), map.has(server), map.has(client)]).toEqual([true, true, false]);
      yield* selector.register(client, EVENT_WRITE);
      expect([[...map.keys()], [...map.values()].map(({ data }) => data), map.size]).toEqual([
        [server, client],
        ['data', undefined],
        2,
      ]);
      expect([...map.items()].map(([fd, { events }]) => [fd, events])).toEqual([
        [server, EVENT_READ],
        [client, EVENT_WRITE],
      ]);
      expect(attempt(() => map.item(99))).toBe("KeyError: '99 is not registered'");
      for (const ask of [() => map.has('x' as never), () => map.get('x' as never), () => map.item('x' as never)]) {
        expect(attempt(ask)).toBe("ValueError: Invalid file object: 'x'");
      }
      yield* selector.close();
      expect([map.size, map.get(server)]).toEqual([0, undefined]);
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

test.each([
  ['SelectSelector', SelectSelector, false],
  ['PollSelector', PollSelector, true],
  ['EpollSelector', EpollSelector, true],
] as const)('a file that is modified: %s', (_name, Class, isInPlace) => {
  run(function* () {
    const { client, server } = yield* connected();
    const selector: _BaseSelectorImpl = yield* create(Class);
    yield* selector.register(server, EVENT_WRITE, 'server');
    yield* selector.register(client, EVENT_WRITE, 'client');
    yield* selector.modify(server, EVENT_READ | EVENT_WRITE, 'changed');
    const order = Array.from(selector.getMap()?.values() ?? [], ({ data }) => data);
    expect(order).toEqual(isInPlace ? ['changed', 'client'] : ['client', 'changed']);
    // Poll and epoll do not check the new events; select has forgotten the file by then.
    const told = yield* raised(selector.modify(server, 0, 1));
    expect([told, selector.getMap()?.get(server)?.events]).toEqual(
      isInPlace ? ['nothing', 0] : ['ValueError: Invalid events: 0', undefined],
    );
    yield* selector.close();
  });
});

test('a selector of a reader has what BaseSelector gives it', () => {
  class TrackedCoroutine extends BaseSelector {
    readonly done: unknown[] = [];
    override *register(...args: unknown[]): Sys<SelectorKey> {
      this.done.push(['register', ...args]);
      return new SelectorKey(0, 0, EVENT_READ, undefined);
    }
    override *unregister(...args: unknown[]): Sys<SelectorKey> {
      this.done.push(['unregister', ...args]);
      return new SelectorKey(0, 0, EVENT_READ, undefined);
    }
    override *select(): Sys<Ready[]> {
      return [];
    }
    override getMap(): undefined {}
  }
  run(function* () {
    const selector = new TrackedCoroutine();
    yield* withManager(selector, (it) => it.modify(3, EVENT_WRITE, 'data'));
    expect(selector.done).toEqual([
      ['unregister', 3],
      ['register', 3, EVENT_WRITE, 'data'],
    ]);
    expect(attempt(() => selector.getKey(3))).toBe('RuntimeError: Selector is closed');
  });
});
