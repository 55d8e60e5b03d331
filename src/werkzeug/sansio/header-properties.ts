/**
 * Reads and writes single headers as values.
 * @python werkzeug.utils.header_property, written out: a property is an accessor here, and these two functions
 * implement it.
 */
import { PyTypeError, ValueError } from '../../python/errors.ts';

/** The part of Headers that is needed here. */
interface HeaderMap {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  remove(name: string): void;
}

/** The parsed value of a header; undefined if it is missing or cannot be parsed. */
export function readHeader<T>(
  headers: Pick<HeaderMap, 'get'>,
  name: string,
  load: (value: string) => T,
): T | undefined {
  const value = headers.get(name);
  if (value === undefined) return undefined;
  try {
    return load(value);
  } catch (error) {
    if (error instanceof ValueError || error instanceof PyTypeError) return undefined;
    throw error;
  }
}

/** Sets a header; undefined deletes it. */
export function writeHeader(headers: HeaderMap, name: string, value: string | undefined): void {
  if (value === undefined) headers.remove(name);
  else headers.set(name, value);
}
