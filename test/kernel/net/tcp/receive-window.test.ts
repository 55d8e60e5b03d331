/** The numbers are Linux's on loopback with the default buffer; receive-window.ts says how they were measured. */
import { expect, test } from 'vitest';
import { ReceiveWindow } from '../../../../src/kernel/net/tcp/receive-window.ts';

const DEFAULT = 131_072;

/** A sender that sends as much as it may until the window is closed, in halves of the room. */
function fill(window: ReceiveWindow): number {
  let sent = 0;
  for (let { room } = window; room > 0; { room } = window) {
    const size = Math.min(room, 65_483);
    window.arrived(size);
    sent += size;
  }
  return sent;
}

test('at first, half of the first window may be sent', () => {
  const window = new ReceiveWindow(DEFAULT);
  expect([window.room, window.edge]).toEqual([32_741, 32_741]);
});

test('arriving bytes use room, and the edge never goes back', () => {
  const window = new ReceiveWindow(DEFAULT);
  let { edge } = window;
  for (let round = 0; round < 20; round += 1) {
    window.arrived(Math.min(1000, window.room));
    expect(window.edge).toBeGreaterThanOrEqual(edge);
    ({ edge } = window);
  }
  expect(window.room).toBe(window.edge - 20_000);
});

test('a sender without a reader stops at 127,973 bytes', () => {
  expect(fill(new ReceiveWindow(DEFAULT))).toBe(127_973);
});

test('reading part of a buffer frees nothing; reading all of the first one opens the window', () => {
  const window = new ReceiveWindow(DEFAULT);
  fill(window);
  expect(window.read(65_481)).toBe(false);
  expect(window.room).toBe(0);
  expect(window.read(1)).toBe(true);
  expect(window.edge).toBe(195_557);
});

test('once everything has been read, 95,232 bytes may come at a time', () => {
  const window = new ReceiveWindow(DEFAULT);
  let sent = fill(window);
  window.read(sent);
  for (let round = 0; round < 3; round += 1) {
    const more = fill(window);
    sent += more;
    window.read(more);
  }
  expect(window.room).toBe(95_232);
});

test('the smallest buffer accepts one byte, and another when it has been read', () => {
  const window = new ReceiveWindow(1);
  expect(window.room).toBe(1);
  window.arrived(1);
  expect(window.room).toBe(0);
  expect(window.read(1)).toBe(true);
  expect(window.room).toBe(1);
});
