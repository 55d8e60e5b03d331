/**
 * Dates of mail and HTTP headers, read as leniently as `email._parseaddr` does.
 *
 * Absent on purpose: addresses.
 */
import { ValueError } from '../../python/errors.ts';
import { pyInt } from '../../python/integers.ts';
import { isdigit, split } from '../../python/text.ts';
import { checkOffset, DateTime, TimeDelta } from '../datetime.ts';

const MONTHS = (
  'jan feb mar apr may jun jul aug sep oct nov dec ' +
  'january february march april may june july august september october november december'
).split(' ');
const DAYS = 'mon tue wed thu fri sat sun'.split(' ');
const ZONES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    UT: 0,
    UTC: 0,
    GMT: 0,
    Z: 0,
    AST: -400,
    ADT: -300,
    EST: -500,
    EDT: -400,
    CST: -600,
    CDT: -500,
    MST: -700,
    MDT: -600,
    PST: -800,
    PDT: -700,
  }),
);

/** The fields of a date; `offset` is undefined where the zone is missing, unknown or `-0000`. */
export interface ParsedDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly offset: number | undefined;
}

/** Reads a date; undefined when it is none. Fields are not checked against the calendar. @python email._parseaddr._parsedate_tz */
export function parsedateTz(text: string): ParsedDate | undefined {
  const words = dateWords(text);
  if (words === undefined) return undefined;
  let [day, month, year, time, zone] = words;
  if (day === '' || month === '' || year === '') return undefined;
  month = month.toLowerCase();
  if (!MONTHS.includes(month)) {
    [day, month] = [month, day.toLowerCase()];
    if (!MONTHS.includes(month)) return undefined;
  }
  if (day.endsWith(',')) day = day.slice(0, -1);
  if (year.indexOf(':') > 0) [year, time] = [time, year];
  if (year.endsWith(',')) year = year.slice(0, -1);
  if (year === '') return undefined;
  if (!isdigit(String.fromCodePoint(year.codePointAt(0) ?? 0))) [year, zone] = [zone, year];
  if (time.endsWith(',')) time = time.slice(0, -1);
  const clock = clockWords(time);
  if (clock === undefined) return undefined;
  try {
    return {
      year: fullYear(Number(pyInt(year))),
      month: (MONTHS.indexOf(month) % 12) + 1,
      day: Number(pyInt(day)),
      hour: Number(pyInt(clock[0])),
      minute: Number(pyInt(clock[1])),
      second: Number(pyInt(clock[2])),
      offset: zoneOffset(zone),
    };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return undefined;
  }
}

/** Raises ValueError for what is no date, OverflowError for numbers that no date can hold. Naive where the zone is unknown. @python email.utils.parsedate_to_datetime */
export function parsedateToDatetime(text: string): DateTime {
  const parsed = parsedateTz(text);
  if (parsed === undefined) throw new ValueError(`Invalid date value or format "${text}"`);
  // Python makes the zone before it looks at the fields.
  if (parsed.offset !== undefined) checkOffset(new TimeDelta(parsed.offset));
  return new DateTime(parsed);
}

/** Day, month, year, time and zone, in the order in which they stand. */
function dateWords(text: string): [string, string, string, string, string] | undefined {
  let words = split(text);
  const [first] = words;
  if (first === undefined) return undefined;
  if (first.endsWith(',') || DAYS.includes(first.toLowerCase())) words.shift();
  else words[0] = first.slice(first.lastIndexOf(',') + 1);
  if (words.length === 3) {
    const parts = (words[0] as string).split('-');
    if (parts.length === 3) words = [...parts, ...words.slice(1)];
  }
  const time = words[3];
  if (words.length === 4 && time !== undefined) {
    const plus = time.indexOf('+');
    const sign = plus === -1 ? time.indexOf('-') : plus;
    words = sign > 0 ? [...words.slice(0, 3), time.slice(0, sign), time.slice(sign)] : [...words, ''];
  }
  return words.length < 5 ? undefined : (words.slice(0, 5) as [string, string, string, string, string]);
}

function clockWords(time: string): readonly [string, string, string] | undefined {
  let parts = time.split(':');
  if (parts.length === 1 && time.includes('.')) parts = time.split('.');
  const [hour, minute, second = '0'] = parts;
  if (hour === undefined || minute === undefined || parts.length > 3) return undefined;
  return [hour, minute, second];
}

function fullYear(year: number): number {
  if (year >= 100) return year;
  return year + (year > 68 ? 1900 : 2000);
}

/** Seconds east of UTC of a zone's name or `+hhmm`. */
function zoneOffset(zone: string): number | undefined {
  const name = zone.toUpperCase();
  let value = ZONES.get(name);
  if (value === undefined) {
    try {
      value = Number(pyInt(name));
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      return undefined;
    }
    if (value === 0 && name.startsWith('-')) return undefined;
  }
  const size = Math.abs(value);
  return Math.sign(value) * (Math.floor(size / 100) * 3600 + (size % 100) * 60) + 0;
}
