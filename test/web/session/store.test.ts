import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PageState } from '../../../web/session/store.ts';
import { Scope } from '../../../web/kit/scope.ts';
import { Store } from '../../../web/session/store.ts';

let frames: (() => void)[] = [];

beforeEach(() => {
  frames = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('requestAnimationFrame', (task: () => void) => frames.push(task));
  vi.stubGlobal('cancelAnimationFrame', (handle: number) => void frames.splice(handle - 1, 1, () => undefined));
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

test('what the machine does by itself is told once, after the next frame', async () => {
  const { store, told } = heard();
  store.follow({ length: 1 });
  store.follow({ length: 2 });
  vi.runAllTimers();
  await settle();
  expect(store.state.length).toBe(2);
  expect(told).toEqual([]);
  for (const frame of frames.splice(0)) frame();
  await settle();
  // What is painted in the frame does not wait for it.
  expect(told).toEqual([]);
  vi.runAllTimers();
  await settle();
  expect(told).toEqual([[1, 2]]);
});

test('what the machine does by itself is told with what a reader does meanwhile, and not again', async () => {
  const { store, told } = heard();
  store.follow({ length: 1 });
  store.set({ cursor: 2 });
  await settle();
  expect(told).toEqual([[2, 1]]);
  const listener = vi.fn<(state: PageState) => void>();
  store.select((state) => state, listener, new Scope());
  for (const frame of frames.splice(0)) frame();
  vi.runAllTimers();
  await settle();
  expect(listener).toHaveBeenCalledOnce();
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
