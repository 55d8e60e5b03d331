/** Scenarios before version 3: their times are whole microseconds, where there are seconds now. */

const MICROS_IN_SECOND = 1_000_000;

/** The members of a record that are times, in seconds. What is no number stays as it is: its reader rejects it. */
function inSeconds<T extends object>(record: T, times: readonly string[]): T {
  const entries = Object.entries(record).map(([name, value]: [string, unknown]) => {
    const isTime = times.includes(name) && typeof value === 'number';
    return [name, isTime ? value / MICROS_IN_SECOND : value];
  });
  return Object.fromEntries(entries) as T;
}

/** Settings of the link in seconds. */
export const linkInSeconds = <T extends object>(link: T): T => inSeconds(link, ['latency', 'jitter']);

/** An input in seconds. */
export const inputInSeconds = <T extends object>(input: T): T => inSeconds(input, ['time', 'since']);
