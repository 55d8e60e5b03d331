/** State of an app that must survive between requests. */
import type { Memory } from '../../../kernel/process.ts';
import { currentProcess } from '../../../python/libc.ts';
import { watched } from '../lost-updates.ts';

/**
 * The memory of the process that runs the app: plain data by name. It lasts from request to request, fork gives each
 * child a copy, and a replay starts with the values from the scenario. A variable of your module would not be reset
 * when the machine is replayed. With the option `lostUpdates`, an update that is lost becomes a step of the log.
 */
export const memory = (): Memory => {
  const { memory: own, notesLostUpdates } = currentProcess();
  return notesLostUpdates ? watched(own) : own;
};
