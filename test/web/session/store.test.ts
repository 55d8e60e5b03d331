import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PageState } from '../../../web/session/store.ts';
import { Scope } from '../../../web/kit/scope.ts';
import { Store } from '../../../web/session/store.ts';

let frames: (() => void)[] = [];

beforeEach(() => {
  frames = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('requestAnimationFrame', (task: () => void) => frames.push(task));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A store, and which cursors and lengths it has told of. */
function heard(): { store: Store; told: (readonly [cursor: number | undefined, length: number])[] } {
  const store = new Store({ cursor: 1, length: 0 } as PageState, new Scope());
  const told: (readonly [number | undefined, number])[] = [];
  store.select(
    ({ cursor, length }) => [cursor, length] as const,
    (news) => void told.push(news),
    new Scope(),
  );
  told.length = 0;
  return { store, told };
}

const settle = (): Promise<void> => Promise.resolve();

test('what is held is told once, with the answer', async () => {
  const { store, told } = heard();
  store.hold({ cursor: 2 });
  await settle();
  expect(told).toEqual([]);
  expect(store.state.cursor).toBe(2);
  store.set({ length: 9 }, true);
  await settle();
  vi.runAllTimers();
  await settle();
  expect(told).toEqual([[2, 9]]);
});

test('what is held is told alone when the answer takes its time', async () => {
  const { store, told } = heard();
  store.hold({ cursor: 2 });
  store.hold({ cursor: 3 });
  vi.runAllTimers();
  await settle();
  expect(told).toEqual([[3, 0]]);
});

test('what nobody waits for is told once in a frame', async () => {
  const { store, told } = heard();
  store.set({ length: 1 });
  await settle();
  store.set({ length: 2 });
  store.set({ length: 3 });
  await settle();
  expect(told).toEqual([[1, 1]]);
  for (const frame of frames.splice(0)) frame();
  expect(told).toEqual([
    [1, 1],
    [1, 3],
  ]);
});

test('a listener that fails keeps no other from hearing, and its fault is reported once', async () => {
  const reported = vi.fn<(error: unknown) => void>();
  vi.stubGlobal('reportError', reported);
  const { store } = heard();
  const lengths: number[] = [];
  const [scope, error] = [new Scope(), new Error('out of glass')];
  store.select(
    ({ length }) => length,
    (length) => {
      if (length > 0) throw error;
    },
    scope,
  );
  store.select(
    ({ length }) => length,
    (length) => void lengths.push(length),
    scope,
  );
  for (const length of [1, 2]) {
    store.set({ length }, true);
    await settle();
  }
  expect(lengths).toEqual([0, 1, 2]);
  expect(reported.mock.calls).toEqual([[error]]);
});
