/** Dates as HTTP and log lines write them. Mirrors what `http.server` uses of `email.utils` and `time`. */

/** A moment of UTC, taken apart. `month` counts from 1, `weekday` from Monday = 0. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = 86_400;
/** Days in 400 years. */
const ERA = 146_097;

/** The English name of a month, three letters; months count from 1. */
export const monthName = (month: number): string => MONTHS[month - 1] ?? '';

/** A number with at least two digits. */
export const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** UTC for a count of seconds since 1970, in the Gregorian calendar. @python time.gmtime */
export function civilTime(timestamp: number): CivilTime {
  const seconds = Math.floor(timestamp);
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  // Years that begin in March put the leap day last. Source: H. Hinnant, chrono-Compatible Low-Level Date Algorithms.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / ERA);
  const dayOfEra = shifted - era * ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
    weekday: (((days + 3) % 7) + 7) % 7,
  };
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`, for seconds since 1970. @python email.utils.formatdate */
export function formatdate(timestamp: number): string {
  const { year, month, day, hour, minute, second, weekday } = civilTime(timestamp);
  const time = `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`;
  return `${WEEKDAYS[weekday] ?? ''}, ${twoDigits(day)} ${monthName(month)} ${String(year).padStart(4, '0')} ${time} GMT`;
}
