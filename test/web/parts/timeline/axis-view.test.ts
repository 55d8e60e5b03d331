/** The part of the axis in view, as the log grows and the cursor moves. */
import { expect, test } from 'vitest';
import { AxisView } from '../../../../web/parts/timeline/axis-view.ts';
import { Track } from '../../../../web/session/log/track.ts';

/** A track of steps that are 10 µs apart. */
function trackOf(length: number): Track {
  const track = new Track();
  grow(track, length);
  return track;
}

function grow(track: Track, length: number): void {
  while (track.length < length) track.add(0, { time: track.length * 10, tid: 1, depth: 0, name: '', isEnd: false });
}

test('the whole axis stays whole while the log grows; a part of it stays where it is', () => {
  const track = trackOf(100);
  const view = new AxisView(track);
  view.width = 100;
  view.update('steps', 100);
  expect([view.port, view.isWhole]).toEqual([{ from: 0, to: 100 }, true]);
  grow(track, 200);
  view.update('steps', 200);
  expect(view.port).toEqual({ from: 0, to: 200 });
  view.brush(80, 40);
  grow(track, 300);
  view.update('steps', 200);
  expect([view.port, view.isWhole]).toEqual([{ from: 40, to: 80 }, false]);
  view.showWhole();
  expect(view.isWhole).toBe(true);
});

test('a cursor that moves out of view is followed; the view zooms around it', () => {
  const view = new AxisView(trackOf(200));
  view.width = 100;
  view.update('steps', 50);
  view.brush(40, 80);
  view.update('steps', 100);
  expect(view.port).toEqual({ from: 64, to: 104 });
  view.zoom(0.5);
  expect(view.port).toEqual({ from: 82, to: 102 });
  view.pan(50);
  expect(view.port).toEqual({ from: 92, to: 112 });
});

test('another axis shows all of it, and places on it belong to the same steps', () => {
  const track = trackOf(100);
  const view = new AxisView(track);
  view.width = 99;
  view.update('steps', 30);
  view.brush(10, 40);
  view.update('time', 30);
  expect([view.port, view.isWhole]).toEqual([{ from: 0, to: 990 }, true]);
  expect(view.unit(30)).toBe(290);
  expect(view.cursorAt(290)).toBe(30);
  expect([view.cursorAt(-5), view.cursorAt(5_000)]).toEqual([1, 100]);
  expect(view.ends).toEqual([1, 100]);
});
