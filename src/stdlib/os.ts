/**
 * The parts of `os` that servers use: processes.
 * Absent on purpose: files and directories, users, everything else.
 */
import type { Sys } from '../kernel/sys.ts';
import type { Pid, SignalName } from '../kernel/types.ts';
import { registerFunction } from '../python/classes.ts';
import { call, callNow, currentProcess } from '../python/libc.ts';

/** Do not wait in `waitpid`. @python os.WNOHANG */
export const WNOHANG = 'WNOHANG';

/**
 * Environment variables of the running process.
 * @python os.environ
 * @differs empty at start, and not inherited from any real process
 */
export const environ = /*#__PURE__*/ new Proxy<Record<string, string>>(
  {},
  {
    get: (_target, name) => variables()[String(name)],
    set: (_target, name, value: string) => {
      variables()[String(name)] = value;
      return true;
    },
    has: (_target, name) => Object.hasOwn(variables(), name),
    deleteProperty: (_target, name) => delete variables()[String(name)],
    ownKeys: () => Reflect.ownKeys(variables()),
    getOwnPropertyDescriptor: (_target, name) => Object.getOwnPropertyDescriptor(variables(), name),
  },
);

const ENVIRONMENT = 'environment variables';

function variables(): Record<string, string> {
  const { interpreter } = currentProcess();
  let values = interpreter.get(ENVIRONMENT) as Record<string, string> | undefined;
  if (values === undefined) interpreter.set(ENVIRONMENT, (values = Object.create(null) as Record<string, string>));
  return values;
}

/**
 * Makes a child process; returns its pid to the parent.
 * @python os.fork @differs the child starts at `childMain`, since a generator's stack cannot be copied
 */
export const fork = registerFunction('os', 'fork', function* (childMain: () => Sys<void>): Sys<Pid> {
  return yield* call('fork', childMain);
});

/** Ends the process at once. @python os._exit */
export const _exit = registerFunction('os', '_exit', function* (status: number): Sys<never> {
  return yield* call('exit_group', status & 0xff);
});

/**
 * Waits for a child; pid -1 stands for any. Returns [pid, wait status], or [0, 0] when WNOHANG finds none. Raises
 * ChildProcessError if there is no such child. @python os.waitpid
 */
export const waitpid = registerFunction('os', 'waitpid', function* (pid: number, options: typeof WNOHANG | 0): Sys<
  readonly [pid: number, status: number]
> {
  const [child, status] = yield* call('waitpid', pid as Pid, options);
  return [child, status < 0 ? -status : status << 8];
});

/** The exit code of a wait status: negative for a signal. @python os.waitstatus_to_exitcode */
export const waitstatusToExitcode = (status: number): number =>
  (status & 0x7f) === 0 ? status >> 8 : -(status & 0x7f);

/** @python os.getpid */
export const getpid = (): number => callNow('getpid');

/** Sends a signal. Raises ProcessLookupError if there is no such process. @python os.kill */
export const kill = registerFunction('os', 'kill', function* (pid: number, signal: SignalName): Sys<void> {
  yield* call('kill', pid as Pid, signal);
});
