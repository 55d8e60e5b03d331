/**
 * Names of threads on the page. The machine has a thread for the client's end of each connection, `client-0`. On the
 * page a client is a terminal, which may open several connections, so it calls that thread `connection 1`.
 */
import type { Step } from '../index.ts';

const OF_MACHINE = /^client-(\d+)(?= |$)/;
const OF_PAGE = /^connection ([1-9]\d*)$/i;

/** The page's name for a thread, a process or an input of a client. */
export function pageName(name: string): string {
  const number = OF_MACHINE.exec(name)?.[1];
  return number === undefined
    ? name
    : `connection ${Number(number) + 1}${name.slice('client-'.length + number.length)}`;
}

/** The machine's name for a thread. */
export function machineName(name: string): string {
  const connection = connectionOf(name);
  return connection === undefined ? name : `client-${connection}`;
}

/** The connection, from 0, of a client's thread, by the page's name; undefined for a thread of the server. */
export function connectionOf(name: string): number | undefined {
  const number = OF_PAGE.exec(name)?.[1];
  return number === undefined ? undefined : Number(number) - 1;
}

/** A step with the page's names. */
export function pageStep(step: Step): Step {
  const { kind, name, detail } = step;
  return { ...step, name: pageName(name), detail: kind === 'thread' ? pageName(detail) : detail };
}
