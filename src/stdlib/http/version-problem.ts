/** Errors in the version of a request line. */
import { ValueError } from '../../python/errors.ts';
import { repr } from '../../python/repr.ts';
import { isdigit } from '../../python/text.ts';

/** The error that Python raises, and handles, for an invalid version. */
export function versionProblem(version: string, parts: readonly string[]): ValueError | undefined {
  if (!version.startsWith('HTTP/') || parts.length !== 2) return new ValueError();
  if (!parts.every(isdigit)) return new ValueError('non digit in http version');
  if (parts.some((part) => part.length > 10)) return new ValueError('unreasonable length http version');
  // Superscripts are digits, but not decimal ones.
  const odd = parts.find((part) => !/^[0-9]+$/.test(part));
  return odd === undefined ? undefined : new ValueError(`invalid literal for int() with base 10: ${repr(odd)}`);
}
