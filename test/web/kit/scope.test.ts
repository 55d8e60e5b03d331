/** What fails in the work of a scope is the fault of that scope alone. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Events } from '../../../web/kit/events.ts';
import { Scope } from '../../../web/kit/scope.ts';

const reported = vi.fn<(error: unknown) => void>();
const fault = new Error('out of glass');
const fail = (): never => {
  throw fault;
};

beforeEach(() => {
  vi.stubGlobal('reportError', reported);
  reported.mockClear();
});

afterEach(() => void vi.unstubAllGlobals());

test('a listener of an event that fails keeps no other from hearing', () => {
  const events = new Events<{ news: number }>();
  const heard: number[] = [];
  const scope = new Scope();
  events.on('news', fail, scope);
  events.on('news', (number) => heard.push(number), scope);
  events.emit('news', 1);
  events.emit('news', 2);
  expect(heard).toEqual([1, 2]);
  // What fails again and again in the same place is one fault.
  expect(reported.mock.calls).toEqual([[fault]]);
});

test('a fault is taken by the nearest scope that takes faults, and by no other', () => {
  const taken: string[] = [];
  const page = new Scope();
  const [pane, other] = [page.child(), page.child()];
  page.onFault(() => void taken.push('page'));
  pane.onFault(() => void taken.push('pane'));
  pane.child().child().guard(fail);
  other.child().guard(fail);
  expect(taken).toEqual(['pane', 'page']);
});

test('a scope that ends releases everything, also after a release that fails', () => {
  const scope = new Scope();
  const released: string[] = [];
  scope.onEnd(() => released.push('first'));
  scope.onEnd(fail);
  scope.onEnd(() => released.push('last'));
  scope.end();
  expect(released).toEqual(['last', 'first']);
  expect(reported).toHaveBeenCalledTimes(1);
});

test('a pane may end itself when it has failed; the rest of what it listens to is not called any more', () => {
  const events = new Events<{ news: undefined }>();
  const [pane, other] = [new Scope(), new Scope()];
  const heard: string[] = [];
  pane.onFault(() => pane.end());
  events.on('news', fail, pane);
  events.on('news', () => heard.push('pane'), pane);
  events.on('news', () => heard.push('other'), other);
  events.emit('news', undefined);
  expect(heard).toEqual(['other']);
});
