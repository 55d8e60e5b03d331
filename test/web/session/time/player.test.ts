/** Playing the log: how many rows come in each frame. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Scope } from '../../../../web/kit/scope.ts';
import { Player, SPEEDS } from '../../../../web/session/time/player.ts';

let scope = new Scope();
let frames: ((now: number) => void)[] = [];
let clock = 0;

beforeEach(() => {
  scope = new Scope();
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (work: (now: number) => void) => frames.push(work));
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => {
    frames[frame - 1] = () => undefined;
  });
  clock = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});

afterEach(() => scope.end());

/** Draws the newest frame at that time. */
const frame = (now: number): void => frames.at(-1)?.(now);

/** A player, and the rows by which it advanced; there are `rows` in the log. */
function playing(rows = 1_000): { readonly player: Player; readonly advanced: number[] } {
  const advanced: number[] = [];
  let left = rows;
  const player = new Player(scope, (count) => {
    advanced.push(count);
    left -= count;
    return left > 0;
  });
  player.play();
  return { player, advanced };
}

test('it begins with ten rows a second, and keeps what is less than a row for the next frame', () => {
  const { player, advanced } = playing();
  expect([player.speed, SPEEDS[1]]).toEqual([10, 10]);
  for (const now of [1_050, 1_100, 1_150, 1_240]) frame(now);
  expect(advanced).toEqual([1, 1]);
  player.speed = 1_000;
  frame(1_260);
  expect(advanced).toEqual([1, 1, 20]);
});

test('a page that was hidden does not catch up, and a clock that goes back does not play backwards', () => {
  const { player, advanced } = playing();
  player.speed = 1_000;
  frame(60_000);
  frame(59_000);
  frame(59_010);
  expect(advanced).toEqual([100, 10]);
});

test('it stops at the end of the log, and where it is paused; it goes on without what was due', () => {
  const { player, advanced } = playing(5);
  player.speed = 50;
  frame(1_090);
  frame(1_095);
  expect([player.isPlaying, advanced]).toEqual([true, [4]]);
  frame(1_101);
  expect([player.isPlaying, advanced]).toEqual([false, [4, 1]]);
  clock = 2_000;
  player.play();
  player.play();
  const asked = frames.length;
  player.pause();
  expect(player.isPlaying).toBe(false);
  frame(2_090);
  expect([frames.length, advanced.length]).toEqual([asked, 2]);
  player.play();
  frame(2_019);
  expect(advanced).toEqual([4, 1]);
  frame(2_021);
  expect(advanced).toEqual([4, 1, 1]);
});
