/** The threads between bytes and keys: where there are none, and on another machine. */
import { expect, test } from 'vitest';
import { rowsOf } from '../../../src/host/step-rows.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';
import type { Session } from '../../../web/session/session.ts';
import { Threads } from '../../../web/session/threads.ts';
import { holdFrames, quietSession } from '../../support/quiet-session.ts';
import { scope, scopeForEachTest } from '../../support/test-scope.ts';

scopeForEachTest(() => void holdFrames());

const app = preset('hello')?.app as WsgiApp;

/** The session shows a machine that has had this request. */
function show(session: Session, target: string): void {
  const machine = new Machine({ app });
  machine.connect().send(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  const steps = (): number => machine.trace.steps().findIndex(({ name }) => name.endsWith('.make_environ'));
  machine.run();
  const made = machine.seek(steps() + 40);
  session.log.append(rowsOf(machine.trace.steps()));
  session.store.set({ length: session.log.length, shown: made, live: machine.snapshot(), connection: 0 });
}

test('they are those of the connection that is shown, and follow another machine', () => {
  const { session } = quietSession(scope);
  const threads = new Threads(session);
  show(session, '/one?x=y');
  const first = threads.now();
  expect(first.length).toBeGreaterThan(3);
  expect(threads.now()).toEqual(first);
  session.store.set({ connection: undefined });
  expect(threads.now()).toEqual([]);
  session.store.set({ connection: 0, shown: undefined });
  expect(threads.now()).toEqual([]);
  session.log.clear();
  show(session, '/another/one?x=y&z');
  const second = threads.now();
  expect(second).toHaveLength(first.length);
  expect(second).not.toEqual(first);
  const fresh = new Threads(session);
  expect(fresh.now()).toEqual(second);
});

test('a log of more than 20,000 steps has none', () => {
  const { session } = quietSession(scope);
  show(session, '/');
  const threads = new Threads(session);
  const { length } = session.log;
  const line = { kind: 'log', time: 0, tid: 1, depth: 0, name: 'stderr', detail: '' } as const;
  const lines = (count: number): void => {
    const from = session.log.length;
    session.log.append(rowsOf(Array.from({ length: count }, (_, at) => ({ ...line, number: from + at }))));
  };
  lines(20_000 - length);
  expect(threads.now().length).toBeGreaterThan(3);
  lines(1);
  expect(threads.now()).toEqual([]);
});
