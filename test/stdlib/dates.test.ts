/** Dates, durations and base64, compared with CPython: record_dates.py makes dates.json. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { repr, str } from '../../src/python/repr.ts';
import { b64decode, b64encode } from '../../src/stdlib/base64.ts';
import { checkOffset, DateTime, TimeDelta } from '../../src/stdlib/datetime.ts';
import { escape } from '../../src/stdlib/html.ts';
import { waitstatusToExitcode } from '../../src/stdlib/os.ts';
import { gmtime, strftime, timegm } from '../../src/stdlib/time.ts';
import { attempt } from '../support/attempt.ts';
import type { Answer } from '../support/attempt.ts';

type Numeric = number | string;
interface Recorded {
  readonly durations: [seconds: Numeric, answer: Answer][];
  readonly fields: [values: Numeric[], answer: Answer][];
  readonly dates: [
    values: number[],
    offset: number | null,
    shown: unknown[],
    utc: Answer,
    sum: [seconds: number, answer: Answer],
    order: [other: number, answer: Answer<number>],
  ][];
  readonly offsets: [seconds: number, answer: Answer][];
  readonly stamps: [stamp: Numeric, date: Answer, time: Answer][];
  readonly times: [stamp: number, format: string, text: string, back: number][];
  readonly base64s: [text: string, answer: Answer<string>, isEncoded: boolean][];
  readonly escapes: [text: string, all: string, withoutQuotes: string][];
  readonly statuses: [status: number, answer: Answer][];
  readonly civils: [civilTime: number[], answer: Answer<Numeric>][];
}
const recorded = JSON.parse(readFileSync('test/stdlib/dates.json', 'utf8')) as Recorded;

/** A number beyond JSON's is text: a float, or an int of any size. */
const numberOf = (value: Numeric): number | bigint =>
  typeof value === 'number' ? value : /^-?\d+$/.test(value) ? BigInt(value) : Number(value.replace('inf', 'Infinity'));

const dateOf = ([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, microsecond = 0]: readonly (
  | number
  | bigint
)[]): ConstructorParameters<typeof DateTime>[0] => ({
  ...{ year, month, day, hour, minute, second },
  microsecond: Number(microsecond),
});

test('a duration has days, seconds and microseconds, rounded half to even, and a limit', () => {
  for (const [seconds, answer] of recorded.durations) {
    const ours = attempt(() => {
      const delta = new TimeDelta(numberOf(seconds));
      const total = delta.totalSeconds();
      return [delta.days, delta.seconds, delta.microseconds, str(delta), repr(delta), total];
    });
    expect([seconds, ours]).toEqual([seconds, answer]);
  }
});

test('the fields of a date have limits, and months their days', () => {
  for (const [values, answer] of recorded.fields) {
    expect([values, attempt(() => new DateTime(dateOf(values.map(numberOf))).isoformat())]).toEqual([values, answer]);
  }
});

test('dates are shown, brought to UTC, moved and compared', () => {
  const before: DateTime[] = [];
  for (const [values, offset, shown, utc, [seconds, sum], [other, order]] of recorded.dates) {
    const date = new DateTime({ ...dateOf(values), offset: offset ?? undefined });
    before.push(date);
    const ours = [str(date), repr(date), date.isoformat(), date.weekday(), date.timestamp()];
    expect([values, offset, ours]).toEqual([values, offset, shown]);
    expect([values, offset, attempt(() => date.asUtc().isoformat())]).toEqual([values, offset, utc]);
    const moved = attempt(() => date.plus(new TimeDelta(seconds)).isoformat());
    expect([values, offset, seconds, moved]).toEqual([values, offset, seconds, sum]);
    const compared = attempt(() => Math.sign(date.compare(before[other] as DateTime)) + 0);
    expect([values, offset, other, compared]).toEqual([values, offset, other, order]);
  }
});

test('a zone is less than a day from UTC', () => {
  for (const [seconds, answer] of recorded.offsets) {
    const ours = attempt(() => {
      checkOffset(new TimeDelta(seconds));
      return 'fine';
    });
    expect([seconds, ours]).toEqual([seconds, answer]);
  }
});

test('seconds since 1970 are a date, or none', () => {
  for (const [stamp, date, time] of recorded.stamps) {
    const value = numberOf(stamp);
    expect([stamp, attempt(() => DateTime.fromTimestamp(value).isoformat())]).toEqual([stamp, date]);
    expect([stamp, attempt(() => gmtime(value))]).toEqual([stamp, time]);
  }
});

test('times are formatted, and become seconds again', () => {
  for (const [stamp, format, text, back] of recorded.times) {
    const at = gmtime(stamp);
    expect([stamp, strftime(format, at), timegm(at)]).toEqual([stamp, text, back]);
  }
});

test('a civil time in UTC becomes seconds, exactly; years and months have limits', () => {
  for (const [civilTime, answer] of recorded.civils) {
    const seconds = 'ok' in answer ? { ok: numberOf(answer.ok) } : answer;
    expect([civilTime, attempt(() => timegm(civilTime))]).toEqual([civilTime, seconds]);
  }
});

test('base64 is read as leniently as Python reads it, and written with its padding', () => {
  for (const [text, answer, isEncoded] of recorded.base64s) {
    expect([text, attempt(() => decodeLatin1(b64decode(text)))]).toEqual([text, answer]);
    if (isEncoded && 'ok' in answer) expect(b64encode(encodeLatin1(answer.ok))).toBe(text);
  }
});

test('text is escaped for HTML', () => {
  for (const [text, all, withoutQuotes] of recorded.escapes) {
    expect([escape(text), escape(text, { quote: true }), escape(text, { quote: false })]).toEqual([
      ...[all, all],
      withoutQuotes,
    ]);
  }
});

test('a wait status is an exit status or a signal', () => {
  for (const [status, answer] of recorded.statuses) {
    expect([status, { ok: waitstatusToExitcode(status) }]).toEqual([status, answer]);
  }
});
