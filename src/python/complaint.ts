/**
 * What an app did wrong, told to whoever watches the machine from outside: `machine.errors`. Nothing inside the machine sees it, and the
 * server's log stays what Python's would be.
 */
import { runningKernelOrNone } from '../kernel/running.ts';
import { Exception } from './errors.ts';
import type { BaseException } from './errors.ts';

/** An exception that ended a request, a thread or the program. */
export interface ErrorComplaint {
  readonly kind: 'error';
  readonly error: BaseException;
}

/** Something that went unnoticed by the app itself. */
export interface WarningComplaint {
  readonly kind: 'warning';
  readonly text: string;
  /** What to do about it. */
  readonly hint: string;
}

export type Complaint = ErrorComplaint | WarningComplaint;

export function complain(complaint: Complaint): void {
  runningKernelOrNone()?.listener?.(complaint);
}

/** Tells of an exception that nobody has handled. Ctrl+C and the wish to exit are no errors. */
export function complainOf(error: BaseException | undefined): void {
  if (error instanceof Exception) complain({ kind: 'error', error });
}
