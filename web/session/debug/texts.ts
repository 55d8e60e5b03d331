/** What is said of breakpoints and of a machine that stands still. Plain functions. */
import type { BreakpointSpec, Candidate, Step } from '../../../src/index.ts';
import { pageName } from '../../../src/host/thread-names.ts';
import type { DebugState, PageBreakpoint, PagePause } from './port.ts';

type SyscallName = NonNullable<BreakpointSpec['syscall']>;

const NAMED: Readonly<Record<string, string>> = {
  '\r': String.raw`\r`,
  '\n': String.raw`\n`,
  '\t': String.raw`\t`,
  '\\': String.raw`\\`,
};

/** Bytes as they are typed: letters as they are, the rest as `\r`, `\n`, `\t` and `\xNN`. */
export function escapeBytes(bytes: string | readonly number[]): string {
  const text = typeof bytes === 'string' ? bytes : String.fromCharCode(...bytes);
  return text.replaceAll(
    /[^ -[\]-~]/g,
    (byte) => NAMED[byte] ?? String.raw`\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** A Python name without its modules: `BaseServer.process_request`. */
export function shortName(name: string): string {
  const parts = name.split('.');
  const at = parts.findIndex((part) => /^_*[A-Z]/.test(part));
  return parts.slice(at === -1 ? -1 : at).join('.');
}

/** What a breakpoint stops at, in few words. */
export function breakpointTitle({ call, leave, syscall, wait, bytes, pattern, state }: BreakpointSpec): string {
  if (call !== undefined) return shortName(call);
  if (leave !== undefined) return `${shortName(leave)} left`;
  if (syscall !== undefined) return syscall;
  if (wait !== undefined) return `${wait} waits`;
  if (bytes !== undefined) return `bytes “${escapeBytes(bytes)}”`;
  if (pattern !== undefined) return `bytes like /${pattern}/`;
  return state ?? '';
}

/** What narrows a breakpoint down. */
export function breakpointLimits({ lane, thread, client, once }: BreakpointSpec): readonly string[] {
  return [
    ...(lane === undefined ? [] : [`in ${lane}`]),
    ...(thread === undefined ? [] : [typeof thread === 'number' ? `thread ${thread}` : pageName(thread)]),
    ...(client === undefined ? [] : [`connection ${client + 1}`]),
    ...(once === true ? ['once'] : []),
  ];
}

/** Whether two breakpoints stop at the same. */
export function isSameBreakpoint(one: BreakpointSpec, other: BreakpointSpec): boolean {
  return identity(one) === identity(other);
}

const identity = (spec: BreakpointSpec): string =>
  JSON.stringify(Object.entries(spec).toSorted(([one], [other]) => (one < other ? -1 : 1)));

/** The breakpoint that a row of the log suggests; undefined for a row that none stops at. */
export function breakpointOfStep(step: Step | undefined): BreakpointSpec | undefined {
  if (step === undefined) return undefined;
  const { kind, name } = step;
  if (kind === 'call') return { call: name };
  if (kind === 'return' || kind === 'raise') return { leave: name };
  if (kind === 'syscall') return { syscall: name as SyscallName };
  return kind === 'block' ? { wait: name as SyscallName } : undefined;
}

/** The breakpoints that the machine has stopped at. */
export function breakpointsHit({ pause, breakpoints }: DebugState): readonly PageBreakpoint[] {
  return breakpoints.filter(({ id }) => pause?.hits.includes(id) === true);
}

/** Who could run, as the lanes of the timeline call it: a forked process has a main thread of its own. */
export function candidateName({ thread, process, pid }: Candidate): string {
  if (thread !== 'MainThread') return pageName(thread);
  return process.endsWith('-child') ? `child ${pid}` : 'server';
}

/** Why a machine that is held stands still, to go after `Paused at step 143`. */
export function pauseReason(state: DebugState): string {
  if (state.pause?.why === 'link') return 'by the link';
  if (state.pause?.why !== 'breakpoint') return 'by you';
  const hit = breakpointsHit(state);
  if (hit.length === 0) return 'a breakpoint';
  return `${hit.length === 1 ? 'breakpoint' : 'breakpoints'} ${hit.map(({ spec }) => breakpointTitle(spec)).join(', ')}`;
}

/** The step at which the machine stopped. */
export const pausedAt = ({ since, step }: PagePause): number => since ?? step;

/** What a screen reader is told of a machine that stands still; empty for one that goes on. */
export function pauseText(state: DebugState): string {
  const { pause } = state;
  if (pause === undefined) return '';
  if (pause.choice !== undefined) {
    const names = pause.choice.candidates.map((one, at) => `${at + 1} ${candidateName(one)}`);
    return `Who runs next? ${names.join(', ')}`;
  }
  const step = pausedAt(pause).toLocaleString('en');
  const reason = pauseReason(state);
  return pause.why === 'breakpoint' ? `Paused at step ${step}: ${reason}` : `Paused ${reason} at step ${step}`;
}
