/** Where the cursor goes when the machine pauses, is given input while it is paused, or continues. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rowsOf } from '../../../src/host/step-rows.ts';
import type { FromMachine, Pause } from '../../../src/host/protocol.ts';
import { Scope } from '../../../web/kit/scope.ts';
import type { Link, LinkEvents } from '../../../web/sandbox/link.ts';
import { Drafts } from '../../../web/session/drafts.ts';
import { Session } from '../../../web/session/session.ts';

let scope = new Scope();

beforeEach(() => {
  scope = new Scope();
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});

afterEach(() => {
  scope.end();
  vi.unstubAllGlobals();
});

/** A session with a log of `length` steps, and the way in which the host tells it something. */
function page(length: number): { readonly session: Session; readonly tell: (message: FromMachine) => void } {
  const told: LinkEvents[] = [];
  const link: Link = {
    isUp: true,
    isSeeking: false,
    boot: () => undefined,
    client: () => undefined,
    request: () => undefined,
    seek: () => undefined,
    seekCompared: () => undefined,
  };
  const session = new Session({
    scope,
    drafts: new Drafts(() => ({ getItem: () => null, setItem: () => undefined, removeItem: () => undefined })),
    connect: (events) => {
      told.push(events);
      return link;
    },
    takesFailure: () => false,
  });
  const steps = Array.from({ length }, (_, number) => ({
    ...{ number, kind: 'log', time: number, tid: 1, depth: 0, name: 'stderr', detail: '' },
  }));
  session.log.append(rowsOf(steps as Parameters<typeof rowsOf>[0]));
  return { session, tell: (message) => told[0]?.onMessage(message) };
}

const paused = (step: number, why: Pause['why'] = 'reader'): FromMachine => ({
  ...{ type: 'paused', session: 1, isAsking: false },
  pause: { why, step, hits: [], choice: undefined },
});

test('it goes where the machine pauses', () => {
  const { session, tell } = page(10);
  session.seek(3);
  tell(paused(7, 'breakpoint'));
  expect(session.state.cursor).toBe(7);
});

test('it follows a pause that input has moved', () => {
  const { session, tell } = page(10);
  tell(paused(6));
  tell(paused(8));
  expect(session.state.cursor).toBe(8);
});

test('it stays where the reader has gone, when input to the paused machine has moved its pause', () => {
  const { session, tell } = page(10);
  tell(paused(6));
  session.seek(1);
  tell(paused(8));
  expect(session.state.cursor).toBe(1);
});

test('it goes to the next breakpoint, also from the past', () => {
  const { session, tell } = page(10);
  tell(paused(6));
  session.seek(1);
  tell({ type: 'paused', session: 1, pause: undefined, isAsking: false });
  tell(paused(8));
  expect(session.state.cursor).toBe(8);
});
