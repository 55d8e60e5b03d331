/** The parts of `email.utils` that HTTP uses: dates in headers. */
import type { Int } from '../../python/integers.ts';
import { DateTime } from '../datetime.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (field: number): string => String(field).padStart(2, '0');

/** `Sun, 06 Nov 1994 08:49:37 GMT`, for a time in UTC. @python email.utils.format_datetime */
export function formatDatetime(date: DateTime): string {
  const day = `${DAYS[date.weekday()]}, ${two(date.day)} ${MONTHS[date.month - 1]} ${String(date.year).padStart(4, '0')}`;
  return `${day} ${two(date.hour)}:${two(date.minute)}:${two(date.second)} GMT`;
}

/** The same, for seconds since 1970. Raises what `DateTime.fromTimestamp` raises. @python email.utils.formatdate */
export const formatdate = (timestamp: Int): string => formatDatetime(DateTime.fromTimestamp(timestamp));
