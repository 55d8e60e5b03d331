/**
 * Where a machine stops, and what the page is told of it: breakpoints by their place in the list, choices, other
 * machines.
 */
import { describe, expect, it, vi } from 'vitest';
import { Machine, preset } from '../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../src/index.ts';
import { PauseControl } from '../../src/host/pause-control.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';
const app = preset('hello')?.app as WsgiApp;

/** A machine that has two requests to answer, and the control of it. */
function controlled(options: Partial<MachineOptions> = {}): {
  readonly machine: Machine;
  readonly pauses: PauseControl;
} {
  const machine = new Machine({ app, server: 'threaded', ...options });
  machine.run();
  for (let client = 0; client < 2; client += 1) machine.connect().send(GET);
  const pauses = new PauseControl(() => undefined);
  pauses.attach(machine);
  return { machine, pauses };
}

const run = (machine: Machine, pauses: PauseControl): void => pauses.learn(machine, machine.run());

describe('breakpoints', () => {
  it('are told by their places in the list, which an invalid one keeps', () => {
    const { machine, pauses } = controlled();
    const invalid = pauses.setBreakpoints(machine, [
      { pattern: '(' },
      { syscall: 'fork' },
      { syscall: 'accept4' },
      { syscall: 'accept4' },
    ]);
    expect(invalid).toMatchObject([{ index: 0, notice: { code: 'error' } }]);
    expect([pauses.pause, pauses.isHeld]).toEqual([undefined, false]);
    run(machine, pauses);
    expect(pauses.pause).toEqual({ why: 'breakpoint', step: machine.cursor, hits: [2, 3], choice: undefined });
    expect(pauses.isHeld).toBe(true);
  });

  it('that are replaced stop no more, and their hits are taken off the pause', () => {
    const { machine, pauses } = controlled();
    pauses.setBreakpoints(machine, [{ syscall: 'accept4' }]);
    run(machine, pauses);
    pauses.setBreakpoints(machine, [{ syscall: 'listen' }]);
    expect(pauses.pause).toMatchObject({ why: 'breakpoint', hits: [] });
    pauses.release();
    expect([pauses.pause, pauses.isHeld]).toEqual([undefined, false]);
    run(machine, pauses);
    expect(pauses.pause).toBeUndefined();
    expect(machine.clients.map(({ state }) => state)).toEqual(['eof', 'eof']);
  });

  it('that come before the machine hold once it is there', () => {
    const pauses = new PauseControl(() => undefined);
    expect(pauses.setBreakpoints(undefined, [{ pattern: '(' }, { syscall: 'accept4' }])).toEqual([]);
    const { machine } = controlled();
    expect(pauses.attach(machine).map(({ index }) => index)).toEqual([0]);
    run(machine, pauses);
    expect(pauses.pause?.hits).toEqual([1]);
  });

  it('have moments watched only where one of them names a moment', () => {
    const watch = vi.fn<(machine: unknown) => void>();
    const { machine } = controlled();
    const pauses = new PauseControl(watch);
    pauses.setBreakpoints(machine, [{ syscall: 'accept4' }]);
    expect(watch).not.toHaveBeenCalled();
    pauses.setBreakpoints(machine, [{ syscall: 'accept4' }, { moment: 'app' }]);
    expect(watch.mock.calls).toEqual([[machine]]);
  });
});

describe('a move', () => {
  it('goes on from the step that is shown, where the machine is ahead of its cursor, and from its end at the latest', () => {
    for (const ahead of [0, 2, Infinity]) {
      const { machine, pauses } = controlled();
      machine.runTo(({ kind, name }) => kind === 'call' && name.endsWith('.make_environ'));
      const { cursor } = machine;
      const { length } = machine.trace;
      expect(length).toBeGreaterThan(cursor + 2);
      pauses.hold(machine);
      expect(pauses.step(machine, 'step', cursor + ahead)).toBe(true);
      expect(pauses.pause).toMatchObject({ why: 'reader', step: Math.min(cursor + ahead, length) + 1, hits: [] });
    }
  });

  it('tells the breakpoints that it has hit, and not those of the move before', () => {
    const { machine, pauses } = controlled();
    pauses.setBreakpoints(machine, [{ syscall: 'fork' }, { syscall: 'accept4' }]);
    const [, accepting] = machine.breakpoints.list();
    let told = 0;
    pauses.hold(machine);
    for (let moves = 0; moves < 300; moves += 1) {
      pauses.step(machine, 'into', machine.trace.length);
      const { why, hits } = pauses.pause ?? {};
      if (why === 'breakpoint') told += 1;
      expect(hits).toEqual(why === 'breakpoint' ? [1] : []);
    }
    const hit = machine.breakpoints.list().map(({ hits }) => hits);
    expect(accepting?.spec).toEqual({ syscall: 'accept4' });
    expect(hit).toEqual([0, told]);
    expect(told).toBeGreaterThan(1);
  });

  it('of a machine in which nothing more happens is none', () => {
    const { machine, pauses } = controlled();
    machine.run();
    pauses.hold(machine);
    expect(pauses.step(machine, 'over', machine.trace.length)).toBe(false);
    expect(pauses.pause).toMatchObject({ why: 'reader', step: machine.trace.length });
  });
});

describe('a pause', () => {
  it('stays as it is when it is asked for again', () => {
    const { machine, pauses } = controlled();
    pauses.hold(machine, 'link');
    const { pause } = pauses;
    machine.run();
    pauses.hold(machine);
    expect(pauses.pause).toBe(pause);
    expect(pause).toMatchObject({ why: 'link', hits: [], choice: undefined });
  });

  it('is at the end of another machine, by the reader, and none where there was none', () => {
    const { machine, pauses } = controlled();
    const other = controlled().machine;
    other.run();
    pauses.replace(other);
    expect(pauses.pause).toBeUndefined();
    pauses.hold(machine, 'link');
    pauses.replace(other);
    expect(pauses.pause).toEqual({ why: 'reader', step: other.trace.length, hits: [], choice: undefined });
  });

  it('is where an input went, and has no more hits', () => {
    const { machine, pauses } = controlled();
    pauses.touch(machine);
    expect(pauses.pause).toBeUndefined();
    pauses.setBreakpoints(machine, [{ syscall: 'accept4' }]);
    run(machine, pauses);
    machine.connect();
    pauses.touch(machine);
    expect(pauses.pause).toEqual({ why: 'breakpoint', step: machine.cursor, hits: [], choice: undefined });
  });
});

describe('a choice', () => {
  const chosen = (): ReturnType<typeof controlled> => {
    const both = controlled({ order: 'chosen' });
    both.pauses.ask(both.machine, true);
    run(both.machine, both.pauses);
    return both;
  };

  it('is told with its candidates, and does not hold the machine, which asks again', () => {
    const { machine, pauses } = chosen();
    expect(pauses.pause).toMatchObject({ why: 'choice', step: machine.trace.length, hits: [] });
    expect(pauses.pause?.choice).toBe(machine.choice);
    expect(pauses.isHeld).toBe(false);
    pauses.touch(machine);
    expect(pauses.pause?.why).toBe('choice');
  });

  it('is nobody’s any more once the reader does not choose, or another machine comes', () => {
    const one = chosen();
    one.pauses.ask(one.machine, 'all');
    expect(one.pauses.pause?.why).toBe('choice');
    one.pauses.ask(one.machine, false);
    expect([one.pauses.pause, one.pauses.isAsking]).toEqual([undefined, false]);
    const other = chosen();
    other.pauses.replace(controlled().machine);
    expect(other.pauses.pause).toBeUndefined();
  });

  it('is asked of the next machine in the same way, where its order leaves one', () => {
    const { pauses } = chosen();
    const next = controlled({ order: 'chosen' }).machine;
    pauses.attach(next);
    run(next, pauses);
    expect(pauses.pause?.why).toBe('choice');
    const plain = controlled().machine;
    pauses.attach(plain);
    run(plain, pauses);
    expect(pauses.pause).toBeUndefined();
  });

  it('cannot be had of a machine without one, and a pause by the reader stays when asking ends', () => {
    const { machine, pauses } = controlled();
    expect(() => pauses.ask(machine, true)).toThrow(TypeError);
    expect(pauses.isAsking).toBe(false);
    pauses.hold(machine);
    pauses.ask(undefined, true);
    pauses.ask(undefined, false);
    expect(pauses.pause?.why).toBe('reader');
  });
});
