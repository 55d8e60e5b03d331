/** Python's module `os`. */
export { strerror } from '../stdlib/errno.ts';
export { WNOHANG, _exit, environ, fork, getpid, kill, waitpid, waitstatusToExitcode } from '../stdlib/os.ts';
