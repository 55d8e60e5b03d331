/** The lanes of the timeline: which are in view, and what they are called. */
import { expect, test } from 'vitest';
import type { TrackLane } from '../../../../web/session/log/track.ts';
import { Track } from '../../../../web/session/log/track.ts';
import { lanesInView } from '../../../../web/parts/timeline/lanes.ts';
import { laneLabel, laneTitle } from '../../../../web/session/log/lane-names.ts';
import { ENGLISH, loadTexts } from '../../../../web/texts/texts.ts';

const lane = (tid: number, name: string): TrackLane => ({ tid, from: 0, to: undefined, name });

test('a lane has the short name of its thread, in both languages', async () => {
  const chinese = await loadTexts('zh');
  const lanes = [
    lane(0, ''),
    lane(1_000, 'MainThread'),
    lane(1_002, 'connection 12'),
    lane(1_003, 'Thread-1 (process_request_thread)'),
  ];
  const child = lane(1_004, 'MainThread');
  expect([...lanes.map((one) => laneLabel(ENGLISH, one, true)), laneLabel(ENGLISH, child, false)]).toEqual([
    'inputs',
    'server',
    'conn 12',
    'Thread-1',
    'child 1004',
  ]);
  expect([...lanes.map((one) => laneLabel(chinese, one, true)), laneLabel(chinese, child, false)]).toEqual([
    '输入',
    '服务器',
    '连接 12',
    'Thread-1',
    '子进程 1004',
  ]);
  expect(laneTitle(ENGLISH, child)).toBe('MainThread, tid 1004');
});

test('lanes that have ended or not begun are out of view, and inputs are on top', () => {
  const track = new Track();
  const THREAD = 6;
  const add = (tid: number, isEnd = false): void => track.add(THREAD, { time: 0, tid, depth: 0, name: '', isEnd });
  add(1);
  add(2);
  add(0);
  add(2, true);
  add(3);
  const tids = (from: number, to: number): (number | undefined)[] =>
    lanesInView(track, from, to).map((place) => track.lanes[place]?.tid);
  expect(tids(0, 5)).toEqual([0, 1, 2, 3]);
  expect(tids(0, 2)).toEqual([1, 2]);
  expect(tids(4, 5)).toEqual([0, 1, 3]);
});
