/** Error numbers by name, with Linux's values. Mirrors the module `errno`, as far as the kernel knows them. */
import { errnoName, errnoNumber, strerror as strerrorOf } from '../python/errno.ts';

export const EAGAIN = errnoNumber('EAGAIN');
export const EBADF = errnoNumber('EBADF');
export const ECHILD = errnoNumber('ECHILD');
export const ECONNREFUSED = errnoNumber('ECONNREFUSED');
export const ECONNRESET = errnoNumber('ECONNRESET');
export const EADDRINUSE = errnoNumber('EADDRINUSE');
export const EINPROGRESS = errnoNumber('EINPROGRESS');
export const EINTR = errnoNumber('EINTR');
export const EISCONN = errnoNumber('EISCONN');
export const ENOTCONN = errnoNumber('ENOTCONN');
export const EPIPE = errnoNumber('EPIPE');
export const ETIMEDOUT = errnoNumber('ETIMEDOUT');
export const EWOULDBLOCK = EAGAIN;

/** The text for an error number. @python os.strerror */
export function strerror(number: number): string {
  const name = errnoName(number);
  return name === undefined ? `Unknown error ${number}` : strerrorOf(name);
}
