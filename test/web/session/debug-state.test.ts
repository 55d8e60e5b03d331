/** Breakpoints as the page keeps them, while the machine reports where it is paused. */
import { expect, test } from 'vitest';
import type { BreakpointSpec } from '../../../src/index.ts';
import { Debugging } from '../../../web/session/debug/debugging.ts';
import type { DebugRequest } from '../../../web/session/debug/debugging.ts';
import { MethodNames } from '../../../web/session/debug/method-names.ts';
import { breakpointsHit, pausedAt } from '../../../web/session/debug/state.ts';
import type { Pause } from '../../../src/host/protocol.ts';

function debugging(...specs: readonly BreakpointSpec[]): {
  readonly page: Debugging;
  readonly sent: BreakpointSpec[][];
  readonly hit: () => readonly BreakpointSpec[];
} {
  const sent: BreakpointSpec[][] = [];
  const request = (request: DebugRequest): void => {
    if (request.type === 'breakpoints') sent.push([...request.specs]);
  };
  const page = new Debugging(request, () => undefined);
  for (const spec of specs) page.addBreakpoint(spec);
  return { page, sent, hit: () => breakpointsHit(page.state).map(({ spec }) => spec) };
}

const stop = (step: number, ...hits: readonly number[]): Pause => ({
  why: 'breakpoint',
  step,
  hits,
  choice: undefined,
});

test('the machine names breakpoints by their place among those that are on', () => {
  const { page, hit } = debugging({ syscall: 'read' }, { syscall: 'write' }, { wait: 'poll' });
  page.changeBreakpoint(1, { isOn: false });
  page.paused(stop(7, 1), false);
  expect(hit()).toEqual([{ wait: 'poll' }]);
  expect(page.state.breakpoints.map(({ hits }) => hits)).toEqual([0, 0, 1]);
});

test('a breakpoint that stops once is switched off, and is still the reason of the pause', () => {
  const { page, sent, hit } = debugging({ syscall: 'read', once: true }, { syscall: 'write' });
  page.paused(stop(7, 0), false);
  expect(sent.at(-1)).toEqual([{ syscall: 'write' }]);
  expect(page.state.breakpoints[0]).toMatchObject({ isOn: false, hits: 1 });
  expect(hit()).toEqual([{ syscall: 'read', once: true }]);
});

test('an input at a breakpoint is no further hit', () => {
  const { page, hit } = debugging({ syscall: 'read' });
  page.paused(stop(7, 0), false);
  page.paused(stop(9), false);
  expect(page.state.breakpoints[0]?.hits).toBe(1);
  expect(hit()).toEqual([{ syscall: 'read' }]);
  const { pause } = page.state;
  expect([pause?.step, pause && pausedAt(pause)]).toEqual([9, 7]);
  page.paused(undefined, false);
  page.paused(stop(12, 0), false);
  expect(page.state.breakpoints[0]?.hits).toBe(2);
});

test('the breakpoints of a link are added to those that are set, and none twice', () => {
  const { page, sent } = debugging({ syscall: 'read' }, { syscall: 'write' });
  page.changeBreakpoint(1, { isOn: false });
  sent.length = 0;
  page.adopt([{ syscall: 'read' }, { syscall: 'write' }, { wait: 'poll' }], true);
  expect(page.state.breakpoints.map(({ spec, isOn }) => [spec, isOn])).toEqual([
    [{ syscall: 'write' }, true],
    [{ syscall: 'read' }, true],
    [{ wait: 'poll' }, true],
  ]);
  expect(page.state.isAsking).toBe(true);
  // The running machine is not that of the link.
  expect(sent).toEqual([]);
  expect(page.restart().specs).toHaveLength(3);
});

test('each machine is asked for the names until one sends them; then they are kept', () => {
  let asked = 0;
  let isUp = true;
  const names = new MethodNames(() => {
    asked += 1;
    return isUp;
  });
  const told: (readonly string[] | undefined)[] = [];
  names.get((known) => void told.push(known));
  names.booted();
  expect([asked, told]).toEqual([2, []]);
  // The worker is gone.
  names.arrived(undefined);
  isUp = false;
  names.get((known) => void told.push(known));
  expect([asked, told]).toEqual([3, [undefined, undefined]]);
  names.booted();
  names.arrived(['io.open']);
  names.booted();
  names.get((known) => void told.push(known));
  expect([asked, told.slice(2)]).toEqual([4, [['io.open'], ['io.open'], ['io.open']]]);
});
