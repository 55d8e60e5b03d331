/** The parts of `traceback` that servers use; `python/exception-text.ts` formats exceptions. */
import { complainOf } from '../python/complaint.ts';
import { formatException } from '../python/exception-text.ts';
import { handledException } from '../python/handling.ts';
import { writeStderr } from '../python/libc.ts';

export { formatException, formatExceptionOnly } from '../python/exception-text.ts';

/** Writes the traceback of the exception that is being handled to standard error. @python traceback.print_exc */
export function printExc(): void {
  const error = handledException();
  complainOf(error);
  writeStderr(error === undefined ? 'NoneType: None\n' : formatException(error));
}
