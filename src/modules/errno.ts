/** Python's module `errno`. */
export {
  EADDRINUSE,
  EAGAIN,
  EBADF,
  ECHILD,
  ECONNREFUSED,
  ECONNRESET,
  EINPROGRESS,
  EINTR,
  EISCONN,
  ENOTCONN,
  EPIPE,
  ETIMEDOUT,
  EWOULDBLOCK,
} from '../stdlib/errno.ts';
