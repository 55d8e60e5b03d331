/**
 * What threads are called on the page. The machine has a thread for the client's end of each connection, `client-0`;
 * the page's clients are its terminals, each of which may open several connections: so such a thread is called
 * `connection 1` there.
 */
import type { Step } from '../index.ts';

const OF_MACHINE = /^client-(\d+)(?= |$)/;
const OF_PAGE = /^connection ([1-9]\d*)$/i;

/** A name that the machine gives to a thread, a process or what a client does, as the page says it. */
export function pageName(name: string): string {
  const number = OF_MACHINE.exec(name)?.[1];
  return number === undefined
    ? name
    : `connection ${Number(number) + 1}${name.slice('client-'.length + number.length)}`;
}

/** The name that the machine knows a thread by. */
export function machineName(name: string): string {
  const connection = connectionOf(name);
  return connection === undefined ? name : `client-${connection}`;
}

/** The connection, from 0, whose client a thread is, by the page's name; undefined for a thread of the server. */
export function connectionOf(name: string): number | undefined {
  const number = OF_PAGE.exec(name)?.[1];
  return number === undefined ? undefined : Number(number) - 1;
}

/** A step of the machine as the page tells it. */
export function pageStep(step: Step): Step {
  const { kind, name, detail } = step;
  return { ...step, name: pageName(name), detail: kind === 'thread' ? pageName(detail) : detail };
}
