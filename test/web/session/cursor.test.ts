/** Where the cursor goes when the machine pauses, is given input while it is paused, or continues. */
import { expect, test } from 'vitest';
import type { FromMachine, Pause } from '../../../src/host/protocol.ts';
import { holdFrames, quietSession } from '../../support/quiet-session.ts';
import type { QuietSession } from '../../support/quiet-session.ts';
import { scope, scopeForEachTest } from '../../support/test-scope.ts';

scopeForEachTest(() => void holdFrames());

const page = (length: number): QuietSession => quietSession(scope, length);

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
