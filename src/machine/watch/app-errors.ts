/**
 * Errors and warnings of apps: `machine.errors`. They are not part of the trace, and its hash does not depend on them.
 */
import type { Kernel } from '../../kernel/kernel.ts';
import { secondsOf } from '../../kernel/units.ts';
import type { Complaint } from '../../python/complaint.ts';
import { formatExceptionOnly } from '../../python/exception-text.ts';
import type { BaseException } from '../../python/errors.ts';

/** An error of an app, or a mistake that it did not notice. Stacks come from the engine and differ between engines. */
export interface AppComplaint {
  /** `error`: an exception ended a request, a thread or the program. `warning`: the app went on. */
  readonly kind: 'error' | 'warning';
  /** `ValueError: the text`, as the last line of a traceback; for a warning, what happened. */
  readonly text: string;
  /** How to fix it, where that is known. */
  readonly hint: string | undefined;
  /** The JavaScript stack of the thrown error, or of the wrong call; undefined for exceptions of mirrored code. */
  readonly stack: string | undefined;
  /** The thread in which it happened, as the trace names it. */
  readonly thread: string;
  /** How many steps the log had; 0 without a trace. */
  readonly step: number;
  /** Virtual time in seconds since boot. */
  readonly time: number;
}

/** The most complaints that are kept: an app that fails usually fails in the same way each time. */
const MOST = 1_000;

/** Listens to a machine; returns a list that grows. `length` returns the length of the log. */
export function complaintsOf(kernel: Kernel, length: () => number): readonly AppComplaint[] {
  const list: AppComplaint[] = [];
  const seen = new WeakSet<BaseException>();
  kernel.listener = (told) => {
    const complaint = told as Complaint;
    if (list.length >= MOST) return;
    if (complaint.kind === 'error') {
      // Servers pass it on: it counts once.
      if (seen.has(complaint.error)) return;
      seen.add(complaint.error);
    }
    const thread = kernel.currentOrNone?.name ?? 'MainThread';
    list.push({
      kind: complaint.kind,
      ...wordsOf(complaint),
      thread,
      step: length(),
      time: secondsOf(kernel.clock.now),
    });
  };
  return list;
}

function wordsOf(complaint: Complaint): Pick<AppComplaint, 'text' | 'hint' | 'stack'> {
  if (complaint.kind === 'warning') return { text: complaint.text, hint: complaint.hint, stack: undefined };
  const { error } = complaint;
  return { text: formatExceptionOnly(error).trimEnd(), hint: hintOf(error), stack: stackOf(error) };
}

/** The innermost hint: of the exception itself, or of its causes. */
function hintOf(error: BaseException): string | undefined {
  return along(error, ({ hint }) => hint);
}

function stackOf(error: BaseException): string | undefined {
  return along(error, (at) => ('javaScriptStack' in at ? (at.javaScriptStack as string | undefined) : undefined));
}

/** The first value found along the chain of causes. The chain may be a ring. */
function along<T>(error: BaseException, read: (error: BaseException) => T | undefined): T | undefined {
  const seen = new Set<BaseException>();
  for (
    let at: BaseException | undefined = error;
    at !== undefined && !seen.has(at);
    at = at.__cause__ ?? at.__context__
  ) {
    seen.add(at);
    const found = read(at);
    if (found !== undefined) return found;
  }
  return undefined;
}
