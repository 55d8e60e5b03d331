/** Breakpoints as the page keeps them, while the machine tells where it stands. */
import { expect, test } from 'vitest';
import type { BreakpointSpec } from '../../../src/index.ts';
import { Debugging } from '../../../web/session/debug/debugging.ts';
import { breakpointsHit, breakpointTitle, pauseText } from '../../../web/session/debug/texts.ts';
import type { Pause } from '../../../src/host/protocol.ts';

function debugging(...specs: readonly BreakpointSpec[]): {
  readonly page: Debugging;
  readonly sent: BreakpointSpec[][];
  readonly hit: () => readonly string[];
} {
  const sent: BreakpointSpec[][] = [];
  const nothing = (): void => undefined;
  const page = new Debugging({
    stopAt: (list) => void sent.push([...list]),
    ...{ drive: nothing, step: nothing, ask: nothing, choose: nothing, askNames: () => true, changed: nothing },
  });
  for (const spec of specs) page.addBreakpoint(spec);
  return { page, sent, hit: () => breakpointsHit(page.state).map(({ spec }) => breakpointTitle(spec)) };
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
  expect(hit()).toEqual(['poll waits']);
  expect(page.state.breakpoints.map(({ hits }) => hits)).toEqual([0, 0, 1]);
});

test('one that was to stop once is switched off, and still told as the reason', () => {
  const { page, sent, hit } = debugging({ syscall: 'read', once: true }, { syscall: 'write' });
  page.paused(stop(7, 0), false);
  expect(sent.at(-1)).toEqual([{ syscall: 'write' }]);
  expect(page.state.breakpoints[0]).toMatchObject({ isOn: false, hits: 1 });
  expect(hit()).toEqual(['read']);
});

test('what is done to a machine that stands at a breakpoint is no further hit', () => {
  const { page, hit } = debugging({ syscall: 'read' });
  page.paused(stop(7, 0), false);
  page.paused(stop(9), false);
  expect(page.state.breakpoints[0]?.hits).toBe(1);
  expect(hit()).toEqual(['read']);
  expect(pauseText(page.state)).toBe('Paused at step 7: breakpoint read');
  page.paused(undefined, false);
  page.paused(stop(12, 0), false);
  expect(page.state.breakpoints[0]?.hits).toBe(2);
});

test('the breakpoints of a link are set beside those that are there, and none twice', () => {
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
  // The machine that runs is not the link's.
  expect(sent).toEqual([]);
  expect(page.restart().specs).toHaveLength(3);
});

test('names are asked of each machine until one tells them, and then kept', () => {
  let asked = 0;
  let isUp = true;
  const nothing = (): void => undefined;
  const page = new Debugging({
    askNames: () => {
      asked += 1;
      return isUp;
    },
    ...{ stopAt: nothing, drive: nothing, step: nothing, ask: nothing, choose: nothing, changed: nothing },
  });
  const told: (readonly string[] | undefined)[] = [];
  page.names((names) => void told.push(names));
  page.booted();
  expect([asked, told]).toEqual([2, []]);
  // The worker is gone.
  page.named(undefined);
  isUp = false;
  page.names((names) => void told.push(names));
  expect([asked, told]).toEqual([3, [undefined, undefined]]);
  page.booted();
  page.named(['io.open']);
  page.booted();
  page.names((names) => void told.push(names));
  expect([asked, told.slice(2)]).toEqual([4, [['io.open'], ['io.open'], ['io.open']]]);
});
