/**
 * Short texts that a handler makes of what it reads, for its log and to find its methods. Those that come again and
 * again are remembered.
 */
import { AttributeError } from '../../python/errors.ts';
import { remember, rememberLast } from '../../python/remember.ts';
import { typeName } from '../../python/repr.ts';
import { gmtime } from '../_civil-time.ts';
import { MONTHS, two } from '../email/utils.ts';

/** As `calendar.month_abbr`, which begins with nothing. */
export const MONTHS_FROM_1: readonly string[] = ['', ...MONTHS];

/** The date of a line of the log. */
export function logDate(seconds: number, months: readonly string[]): string {
  const { year, month, day, hour, minute, second } = gmtime(seconds);
  return `${two(day)}/${(months[month] ?? '').padStart(3)}/${year} ${two(hour)}:${two(minute)}:${two(second)}`;
}
export const usualLogDate = /*#__PURE__*/ rememberLast((second: number) => logDate(second, MONTHS_FROM_1));

const CONTROLS = /[\0-\x1f\x7f-\x9f\\]/g;

/** Escapes control characters and backslashes, for a log. */
export const escapeControls = /*#__PURE__*/ remember((text) =>
  text.replace(CONTROLS, (character) =>
    character === '\\' ? '\\\\' : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  ),
);

/** The number of a version such as `HTTP/1.1`, and its parts; those of a text that is no version mean nothing. */
export const versionNumber = /*#__PURE__*/ remember((version) => {
  const number = version.slice('HTTP/'.length);
  const parts = number.split('.');
  const [major = 0, minor = 0] = parts.map(Number);
  return { number, parts, major, minor };
});

/** The name of the handler's method for an HTTP method. */
export const methodName = /*#__PURE__*/ remember((command) => `do_${command}`);

/** `value.lower()` of a text; bytes have it too, but equal no text. Other values raise AttributeError. */
export function lower(value: unknown): string | undefined {
  if (typeof value === 'string') return value.toLowerCase();
  if (value instanceof Uint8Array) return undefined;
  throw new AttributeError(`'${typeName(value)}' object has no attribute 'lower'`);
}
