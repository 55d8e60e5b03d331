/** The parts of `email.utils` that HTTP uses: dates in headers. */
import { rememberLast } from '../../python/remember.ts';
import type { Int } from '../../python/integers.ts';
import { checkYear, gmtime, weekday } from '../_civil-time.ts';
import type { UtcFields } from '../_civil-time.ts';

/** From Monday. */
export const DAYS: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** From January, at 0. */
export const MONTHS: readonly string[] = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];

/** A field of a date or of a time, in two digits. */
export const two = (field: number): string => String(field).padStart(2, '0');

/** `Sun, 06 Nov 1994 08:49:37 GMT`, for a time in UTC. @python email.utils.format_datetime */
export function formatDatetime({ year, month, day, hour, minute, second }: UtcFields): string {
  const date = `${two(day)} ${MONTHS[month - 1]} ${String(year).padStart(4, '0')}`;
  return `${DAYS[weekday(year, month, day)]}, ${date} ${two(hour)}:${two(minute)}:${two(second)} GMT`;
}

/** The same, for seconds since 1970. Raises what `DateTime.fromTimestamp` raises. @python email.utils.formatdate */
export function formatdate(timestamp: Int): string {
  // Fractions of a second do not show, unless they are so near to the next one that they are rounded up to it.
  const isWhole = typeof timestamp === 'number' && timestamp % 1 < 0.999999;
  return isWhole ? formatSecond(Math.floor(timestamp)) : format(timestamp);
}

function format(timestamp: Int): string {
  const fields = gmtime(timestamp);
  checkYear(fields.year);
  return formatDatetime(fields);
}

/** Virtual time stands still while a server works: most dates are those of the response before. */
const formatSecond = /*#__PURE__*/ rememberLast((second: number) => format(second));
