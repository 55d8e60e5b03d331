/** What is still to come is hidden while anyone hides it, and as far as any of them says. */
import { expect, test } from 'vitest';
import type { Session } from '../../../web/session/session.ts';
import { TimeModel } from '../../../web/session/time/time-model.ts';
import { holdFrames, quietSession } from '../../support/quiet-session.ts';
import { scope, scopeForEachTest } from '../../support/test-scope.ts';

scopeForEachTest(() => void holdFrames());

function page(): { session: Session; time: TimeModel; sought: (number | undefined)[] } {
  const { session, sought } = quietSession(scope, 20);
  return { session, time: new TimeModel(session, scope), sought };
}

test('a lesson and a walk hide at once: each ends its own claim alone', () => {
  const { session } = page();
  const { future, log } = session;
  future.claim('walk', 'clients');
  future.claim('lesson', 7);
  expect([session.state.hidesFuture, log.shown]).toEqual([true, 7]);
  future.claim('walk', undefined);
  expect([session.state.hidesFuture, log.shown]).toEqual([true, 7]);
  future.claim('walk', 'clients');
  future.claim('lesson', undefined);
  expect([session.state.hidesFuture, log.shown]).toEqual([true, 20]);
  future.claim('walk', undefined);
  expect(session.state).toMatchObject({ hidesFuture: false, hiddenFrom: undefined });
});

test('what is sent is hidden unless only answers are', () => {
  const { session } = page();
  session.future.claim('walk', 'answers');
  expect(session.state).toMatchObject({ hidesFuture: true, hidesSent: false, hiddenFrom: undefined });
  session.future.claim('lesson', 'clients');
  expect(session.state).toMatchObject({ hidesFuture: true, hidesSent: true });
  session.future.claim('lesson', undefined);
  expect(session.state).toMatchObject({ hidesFuture: true, hidesSent: false });
});

test('of two that hide steps, the stricter one counts, also when its claim is changed', () => {
  const { session } = page();
  session.future.claim('lesson', 12);
  session.future.claim('walk', 9);
  expect(session.log.shown).toBe(9);
  session.future.claim('walk', 15);
  expect(session.log.shown).toBe(12);
});

test('a cursor beyond what is shown comes back, and no move leads there', () => {
  const { session, time, sought } = page();
  session.future.claim('lesson', 7);
  expect(sought).toEqual([7]);
  expect(time.state).toMatchObject({ at: 7, length: 7, isLive: false });
  time.goTo(15);
  time.goToEnd();
  time.moveRows(1);
  time.query = 'stderr';
  time.moveToFound(-1);
  expect(time.state.at).toBe(6);
  time.moveToFound(1);
  time.moveToFound(1);
  expect(time.state.at).toBe(1);
  expect(sought).not.toContain(undefined);
  expect(Math.max(...sought.map(Number))).toBe(7);
  session.future.claim('lesson', undefined);
  time.goToEnd();
  expect(time.state).toMatchObject({ at: 20, length: 20, isLive: true });
});

test('a comparison ends where it would show what is hidden, and none begins until that is over', () => {
  const { session } = page();
  const told: unknown[] = [];
  session.on('rejected', (notice) => void told.push(notice), scope);
  session.compare('threaded');
  session.future.claim('walk', 'clients');
  expect(session.state.compared).toBe('threaded');
  session.future.claim('lesson', 7);
  expect(session.state.compared).toBeUndefined();
  session.compare('threaded');
  expect(session.state.compared).toBeUndefined();
  expect(told).toMatchObject([{ code: 'comparesAhead' }]);
  session.future.claim('lesson', undefined);
  session.compare('threaded');
  expect(session.state.compared).toBe('threaded');
});

test('classes that are called only later cannot be chosen yet', () => {
  const calls = ['selectors.SelectSelector.select', 'io.BufferedReader.read'].map((name, number) => ({
    ...{ number, kind: 'call' as const, time: number, tid: 1, depth: 0, name, detail: '' },
  }));
  const { session } = quietSession(scope, calls);
  session.future.claim('lesson', 1);
  expect(session.log.owners).toEqual(['selectors.SelectSelector']);
  session.future.claim('lesson', undefined);
  expect(session.log.owners).toEqual(['io.BufferedReader', 'selectors.SelectSelector']);
});
