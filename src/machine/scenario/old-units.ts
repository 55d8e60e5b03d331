/** Scenarios before version 3: their times are in whole microseconds, now in seconds. */

const MICROS_IN_SECOND = 1_000_000;

/** The members of a record that are times, in seconds. Other values stay as they are: their readers reject them. */
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
