/** Python's module `datetime`. The classes `datetime` and `timedelta` are `DateTime` and `TimeDelta`. */
export { DateTime, TimeDelta } from '../stdlib/datetime.ts';
export type { DateLike, DateTimeFields, JavaScriptDate } from '../stdlib/datetime.ts';
