/** Breakpoints, pauses and candidates in words. */
import type { BreakpointSpec, Candidate } from '../../../src/index.ts';
import { connectionOf, pageName } from '../../../src/host/thread-names.ts';
import { escapeBytes } from '../../kit/escapes.ts';
import { breakpointsHit, pausedAt } from '../../session/debug/state.ts';
import type { DebugState, PagePause } from '../../session/debug/state.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Fault } from './spec.ts';

/** A Python name without its modules: `BaseServer.process_request`. */
export function shortName(name: string): string {
  const parts = name.split('.');
  const at = parts.findIndex((part) => /^_*[A-Z]/.test(part));
  return parts.slice(at === -1 ? -1 : at).join('.');
}

/** What a breakpoint stops at, in few words. */
export function breakpointTitle(texts: Texts, spec: BreakpointSpec): string {
  const { call, leave, syscall, wait, bytes, pattern, state, moment } = spec;
  if (call !== undefined) return shortName(call);
  if (leave !== undefined) return texts.say('debug.left', { method: shortName(leave) });
  if (syscall !== undefined) return syscall;
  if (wait !== undefined) return texts.say('debug.waits', { syscall: wait });
  if (bytes !== undefined) return texts.say('debug.bytes', { bytes: escapeBytes(bytes) });
  if (pattern !== undefined) return texts.say('debug.pattern', { pattern });
  if (moment !== undefined) return texts.say('debug.moment', { name: moment });
  return state === undefined ? '' : texts.say(`debug.state.${state}`);
}

/** What narrows a breakpoint down. */
export function breakpointLimits(texts: Texts, { lane, thread, client, once }: BreakpointSpec): readonly string[] {
  const limits: string[] = [];
  if (lane !== undefined) limits.push(texts.say('debug.inLane', { lane }));
  if (typeof thread === 'number') limits.push(texts.say('debug.thread', { tid: String(thread) }));
  else if (thread !== undefined) limits.push(threadName(texts, pageName(thread)));
  if (client !== undefined) limits.push(texts.say('debug.connection', { connection: client + 1 }));
  if (once === true) limits.push(texts.say('debug.once'));
  return limits;
}

/** Several names in a row. */
export const listed = (texts: Texts, names: readonly string[]): string => names.join(texts.say('debug.separator'));

/** A candidate by the name of its lane in the timeline: a forked process has a main thread of its own. */
export function candidateName(texts: Texts, { thread, process, pid }: Candidate): string {
  if (thread !== 'MainThread') return threadName(texts, pageName(thread));
  return process.endsWith('-child') ? texts.say('debug.child', { pid: String(pid) }) : texts.say('debug.server');
}

/**
 * The sentence that says why a machine is paused, with the values that stand in it; the question who runs is no such
 * sentence.
 */
export function pauseSentence(texts: Texts, state: DebugState, { why }: PagePause): PauseSentence {
  if (why === 'link') return { key: 'debug.paused.link', count: 0, breakpoints: '' };
  if (why !== 'breakpoint') return { key: 'debug.paused.reader', count: 0, breakpoints: '' };
  const titles = breakpointsHit(state).map(({ spec }) => breakpointTitle(texts, spec));
  if (titles.length === 0) return { key: 'debug.paused.removed', count: 0, breakpoints: '' };
  return { key: 'debug.paused.breakpoint', count: titles.length, breakpoints: listed(texts, titles) };
}

interface PauseSentence {
  readonly key: 'debug.paused.link' | 'debug.paused.reader' | 'debug.paused.removed' | 'debug.paused.breakpoint';
  /** How many breakpoints were hit. */
  readonly count: number;
  /** Their titles. */
  readonly breakpoints: string;
}

/** What a screen reader says about a paused machine; empty for one that runs. */
export function pauseText(texts: Texts, state: DebugState): string {
  const { pause } = state;
  if (pause === undefined) return '';
  if (pause.choice !== undefined) {
    const names = pause.choice.candidates.map((one, at) => `${at + 1} ${candidateName(texts, one)}`);
    return texts.say('debug.whoRuns.spoken', { candidates: listed(texts, names) });
  }
  const { key, count, breakpoints } = pauseSentence(texts, state, pause);
  const step = texts.say('debug.step', { step: pausedAt(pause) });
  return texts.say(key, { step, count, breakpoints });
}

/** What is wrong with a field of the form. */
export const faultText = (texts: Texts, { code, value }: Fault): string => texts.say(`debug.fault.${code}`, { value });

/** A connection in the language of the page, any other thread by its own name. */
function threadName(texts: Texts, name: string): string {
  const connection = connectionOf(name);
  return connection === undefined ? name : texts.say('debug.connection', { connection: connection + 1 });
}
