/**
 * Errors and warnings of an app, for `machine.errors`. Nothing inside the machine sees them, and the server's log stays
 * Python's.
 */
import { runningKernelOrNone } from '../kernel/running.ts';
import { Exception } from './errors.ts';
import type { BaseException } from './errors.ts';

/** An exception that ended a request, a thread or the program. */
export interface ErrorComplaint {
  readonly kind: 'error';
  readonly error: BaseException;
}

/** A mistake that the app itself did not notice. */
export interface WarningComplaint {
  readonly kind: 'warning';
  readonly text: string;
  /** How to fix it. */
  readonly hint: string;
}

export type Complaint = ErrorComplaint | WarningComplaint;

export function complain(complaint: Complaint): void {
  runningKernelOrNone()?.listener?.(complaint);
}

/** Reports an exception that nothing has handled. Ctrl+C and a request to exit are not errors. */
export function complainOf(error: BaseException | undefined): void {
  if (error instanceof Exception) complain({ kind: 'error', error });
}
