/** What apps did wrong, kept for who watches the machine: `machine.errors`. It is no part of the trace, whose hash does not depend on it. */
import type { Kernel } from '../../kernel/kernel.ts';
import { secondsOf } from '../../kernel/units.ts';
import type { Complaint } from '../../python/complaint.ts';
import { formatExceptionOnly } from '../../python/exception-text.ts';
import type { BaseException } from '../../python/errors.ts';

/** An error in an app, or a slip that it did not notice. Stacks are the engine's: they differ from one to the other. */
export interface AppComplaint {
  /** `error`: an exception ended a request, a thread or the program. `warning`: the app went on. */
  readonly kind: 'error' | 'warning';
  /** `ValueError: the text`, as the last line of a traceback; of a warning, what happened. */
  readonly text: string;
  /** What to do about it, where that is known. */
  readonly hint: string | undefined;
  /** The JavaScript stack of what the app threw, or of the call that was wrong; undefined for exceptions of mirrored code. */
  readonly stack: string | undefined;
  /** The thread that it happened in, as the trace names it. */
  readonly thread: string;
  /** How many steps the log had when it was noticed; 0 without a trace. */
  readonly step: number;
  /** Virtual time in seconds since boot. */
  readonly time: number;
}

/** More are not kept: an app that fails fails the same way each time. */
const MOST = 1_000;

/** Listens to a machine; answers the list, which grows. `length` tells how many steps the log has. */
export function complaintsOf(kernel: Kernel, length: () => number): readonly AppComplaint[] {
  const list: AppComplaint[] = [];
  const seen = new WeakSet<BaseException>();
  kernel.listener = (told) => {
    const complaint = told as Complaint;
    if (list.length >= MOST) return;
    if (complaint.kind === 'error') {
      // Servers hand it on: it counts once.
      if (seen.has(complaint.error)) return;
      seen.add(complaint.error);
    }
    const { name: thread } = kernel.current;
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

/** The innermost hint: of the exception itself, or of what it was raised from. */
function hintOf(error: BaseException): string | undefined {
  return along(error, ({ hint }) => hint);
}

function stackOf(error: BaseException): string | undefined {
  return along(error, (at) => ('javaScriptStack' in at ? (at.javaScriptStack as string | undefined) : undefined));
}

/** The first thing found along the chain of causes. Chains may be rings. */
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
