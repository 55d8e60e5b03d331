/** Who draws when. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Scope } from '../../../web/kit/scope.ts';
import { Turns } from '../../../web/kit/turns.ts';

const FRAME_MS = 1_000 / 60;

let frames: ((now: number) => void)[] = [];
let now = 0;

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (task: (now: number) => void) => frames.push(task));
});

afterEach(() => void vi.unstubAllGlobals());

/** Lets a frame go by. */
async function frame(): Promise<void> {
  now += FRAME_MS;
  for (const task of frames.splice(0)) task(now);
  await Promise.resolve();
}

test('what is asked for is drawn with the next frame, once', async () => {
  const turns = new Turns(new Scope());
  const draw = vi.fn<() => void>();
  turns.ask(draw);
  turns.ask(draw);
  expect(draw).not.toHaveBeenCalled();
  await frame();
  expect(draw).toHaveBeenCalledTimes(1);
  expect(frames).toEqual([]);
});

test('parts that have always something to draw are drawn in turn, one in each frame, and none is forgotten', async () => {
  const turns = new Turns(new Scope());
  const drawn: string[] = [];
  const parts = ['time', 'buffers', 'server', 'terminal'].map((name) => () => void drawn.push(name));
  for (let at = 0; at < 12; at += 1) {
    for (const part of parts) turns.ask(part);
    await frame();
    expect(drawn).toHaveLength(at + 1);
  }
  for (const name of ['time', 'buffers', 'server', 'terminal']) {
    expect(drawn.filter((other) => other === name)).toHaveLength(3);
  }
});

test('one part alone is drawn in every third frame', async () => {
  const turns = new Turns(new Scope());
  const draw = vi.fn<() => void>();
  for (let at = 0; at < 9; at += 1) {
    turns.ask(draw);
    await frame();
  }
  expect(draw).toHaveBeenCalledTimes(3);
});

test('what was drawn otherwise loses its turn, and nothing is waited for', async () => {
  const turns = new Turns(new Scope());
  const draw = vi.fn<() => void>();
  turns.ask(draw);
  turns.drop(draw);
  await frame();
  expect(draw).not.toHaveBeenCalled();
  expect(frames).toEqual([]);
});
