/** Rows that come with bytes of clients while a page is drawing: at hand at once, and drawn with the machine. */
import { afterEach, expect, test, vi } from 'vitest';
import { rowsOf } from '../../../src/host/step-rows.ts';
import type { FromMachine } from '../../../src/host/protocol.ts';
import type { Step } from '../../../src/index.ts';
import { HeldFrames, quietSession } from '../../support/quiet-session.ts';
import { scope, scopeForEachTest } from '../../support/test-scope.ts';

let frames: HeldFrames;

scopeForEachTest(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  frames = new HeldFrames();
});
afterEach(() => void vi.useRealTimers());

const ROW: Step = {
  ...{ number: 0, kind: 'log', time: 0, tid: 1, depth: 0, name: 'stderr', detail: '' },
};
const EMPTY = { session: 1, snapshot: undefined, did: [], address: undefined } as const;

/** A row, with the bytes that it led to or without. */
const told = (bytes: number): FromMachine => ({
  ...{ ...EMPTY, type: 'progress', steps: rowsOf([ROW]) },
  clients: bytes === 0 ? [] : [{ client: 0, state: 'open', bytes: new Uint8Array(bytes) }],
});

test('a reader goes back from them, though the face has not been told', async () => {
  const { session, tell, sought } = quietSession(scope);
  tell(told(0));
  await frames.settled();
  const lengths: number[] = [];
  session.select(
    ({ length }) => length,
    (length) => lengths.push(length),
    scope,
  );
  tell(told(4));
  tell(told(4));
  await frames.settled();
  vi.advanceTimersByTime(50);
  await frames.settled();
  expect([session.log.length, lengths]).toEqual([3, [1]]);
  session.seek(session.log.length - 1);
  expect(sought).toEqual([2]);
  // The machine follows, and is drawn with them.
  tell(told(0));
  await frames.settled();
  vi.advanceTimersByTime(0);
  await frames.settled();
  expect(lengths).toEqual([1, 4]);
});

test('the face is told of them alone where no machine follows, also while more of them come', async () => {
  const { session, tell } = quietSession(scope);
  tell(told(0));
  await frames.settled();
  for (let at = 0; at < 12; at += 1) {
    tell(told(1));
    vi.advanceTimersByTime(10);
  }
  await frames.settled();
  vi.advanceTimersByTime(0);
  await frames.settled();
  expect(session.state.length).toBeGreaterThan(10);
});
