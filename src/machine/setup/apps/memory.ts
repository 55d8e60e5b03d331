/** State of an app that must survive between requests. */
import type { Memory } from '../../../kernel/sched/process.ts';
import { currentProcess } from '../../../python/libc.ts';

/**
 * The memory of the process that runs the app: plain data by name. It survives from request to request, fork gives each child a
 * copy, and a replay starts with what the scenario gave. A variable of your module would outlive the machine instead.
 */
export const memory = (): Memory => currentProcess().memory;
