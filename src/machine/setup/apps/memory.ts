/** State of an app that must survive between requests. */
import type { Memory } from '../../../kernel/process.ts';
import { currentProcess } from '../../../python/libc.ts';

/**
 * The memory of the process that runs the app: plain data by name. It lasts from request to request, fork gives each
 * child a copy, and a replay starts with the values from the scenario. A variable of your module would not be reset
 * when the machine is replayed.
 */
export const memory = (): Memory => currentProcess().memory;
