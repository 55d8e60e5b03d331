/**
 * Dates of mail and HTTP headers, read as leniently as `email._parseaddr` does.
 *
 * Absent on purpose: addresses.
 */
import { ValueError } from '../../python/errors.ts';
import { add, narrow, pyInt } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { isdigit, split } from '../../python/text.ts';
import { checkOffset, DateTime, TimeDelta } from '../datetime.ts';

const MONTHS = (
  'jan feb mar apr may jun jul aug sep oct nov dec ' +
  'january february march april may june july august september october november december'
).split(' ');
const DAYS = 'mon tue wed thu fri sat sun'.split(' ');
const ZONES: ReadonlyMap<string, number> = /*#__PURE__*/ new Map(
  /*#__PURE__*/ Object.entries({
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
  readonly year: Int;
  readonly month: number;
  readonly day: Int;
  readonly hour: Int;
  readonly minute: Int;
  readonly second: Int;
  readonly offset: Int | undefined;
}

/**
 * Reads a date; undefined if the text is not one. Fields are not checked against the calendar.
 * @python email._parseaddr._parsedate_tz
 */
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
      year: fullYear(pyInt(year)),
      month: (MONTHS.indexOf(month) % 12) + 1,
      day: pyInt(day),
      hour: pyInt(clock[0]),
      minute: pyInt(clock[1]),
      second: pyInt(clock[2]),
      offset: zoneOffset(zone),
    };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return undefined;
  }
}

/**
 * Raises ValueError for text that is not a date, OverflowError for numbers that no date can hold. Naive if the zone is
 * unknown. @python email.utils.parsedate_to_datetime
 */
export function parsedateToDatetime(text: string): DateTime {
  const parsed = parsedateTz(text);
  if (parsed === undefined) throw new ValueError(`Invalid date value or format "${text}"`);
  if (parsed.offset === undefined) return new DateTime({ ...parsed, offset: undefined });
  // Python creates the zone before it checks the fields.
  const zone = new TimeDelta(parsed.offset);
  checkOffset(zone);
  return new DateTime({ ...parsed, offset: zone.totalSeconds() });
}

/** Day, month, year, time and zone, in their order in the text. */
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

function fullYear(year: Int): Int {
  if (year >= 100) return year;
  return add(year, year > 68 ? 1900 : 2000);
}

/** The offset of a zone, given by name or as `+hhmm`, in seconds east of UTC. */
function zoneOffset(zone: string): Int | undefined {
  const name = zone.toUpperCase();
  let value: Int | undefined = ZONES.get(name);
  if (value === undefined) {
    try {
      value = pyInt(name);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      return undefined;
    }
    if (value === 0 && name.startsWith('-')) return undefined;
  }
  const size = BigInt(value < 0 ? -value : value);
  const seconds = (size / 100n) * 3600n + (size % 100n) * 60n;
  return narrow(value < 0 ? -seconds : seconds);
}
