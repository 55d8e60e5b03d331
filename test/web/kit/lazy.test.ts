import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadAhead } from '../../../web/kit/lazy.ts';
import { Scope } from '../../../web/kit/scope.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('document', new EventTarget());
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('nothing is loaded ahead while the reader types', async () => {
  const [scope, loaded] = [new Scope(), [] as string[]];
  const loader = (name: string) => async (): Promise<void> => void loaded.push(name);
  const done = loadAhead([loader('one'), loader('two')], scope);
  for (let key = 0; key < 100; key += 1) {
    document.dispatchEvent(new Event('keydown'));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(loaded).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  await done;
  expect(loaded).toEqual(['one', 'two']);
});

test('what cannot be loaded ahead keeps nothing else from it', async () => {
  const two = vi.fn<() => Promise<void>>(async () => undefined);
  const done = loadAhead([() => Promise.reject(new Error('no network')), two], new Scope());
  await vi.advanceTimersByTimeAsync(10_000);
  await done;
  expect(two).toHaveBeenCalledOnce();
});
