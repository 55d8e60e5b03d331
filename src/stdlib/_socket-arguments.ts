/**
 * Numeric arguments of sockets, checked as C checks its ints. Constants are names here, and may also be given as C's
 * numbers.
 */
import type { ShutdownHow } from '../kernel/types.ts';
import { osError, OverflowError, PyTypeError } from '../python/errors.ts';
import { typeName } from '../python/repr.ts';

const MOST_INT = 2 ** 31 - 1;
const LEAST_INT = -(2 ** 31);
const HOW: readonly ShutdownHow[] = ['SHUT_RD', 'SHUT_WR', 'SHUT_RDWR'];

/** An integer or a truth value as a number; undefined for other values. */
function wholeNumber(value: unknown): number | bigint | undefined {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)) ? value : undefined;
}

/**
 * How many connections may wait; a negative number counts as 0. Raises TypeError for a value that is not an integer,
 * OverflowError for one that does not fit C's int.
 */
export function backlogOf(value: unknown): number {
  const backlog = wholeNumber(value);
  if (backlog === undefined) throw notInteger(value);
  if (backlog >= 2 ** 63 || backlog < -(2 ** 63)) throw new OverflowError('Python int too large to convert to C long');
  if (backlog > MOST_INT) throw new OverflowError('signed integer is greater than maximum');
  if (backlog < LEAST_INT) throw new OverflowError('signed integer is less than minimum');
  return Math.max(Number(backlog), 0);
}

/**
 * Which half of a connection to shut down. Raises TypeError for a value that is not an integer, OSError for an unknown
 * one.
 */
export function howOf(value: unknown): ShutdownHow {
  const named = HOW.find((how) => how === value);
  if (named !== undefined) return named;
  const number = wholeNumber(value);
  if (number === undefined) throw notInteger(value);
  if (number > MOST_INT || number < LEAST_INT) throw new OverflowError('Python int too large to convert to C int');
  const how = HOW[Number(number)];
  if (how === undefined) throw osError('EINVAL');
  return how;
}

/**
 * The value of an option: an int, or two of them for SO_LINGER. Raises TypeError for others, including values that
 * Python would take for packed bytes.
 */
export function optionValue(value: unknown): number | readonly [number, number] {
  const number = intOf(value);
  if (number !== undefined) return number;
  if (Array.isArray(value) && value.length === 2) {
    const [onoff, seconds] = [intOf(value[0]), intOf(value[1])];
    if (onoff !== undefined && seconds !== undefined) return [onoff, seconds];
  }
  throw new PyTypeError(`a bytes-like object is required, not '${typeName(value)}'`);
}

function intOf(value: unknown): number | undefined {
  const number = wholeNumber(value);
  return number === undefined || number > MOST_INT || number < LEAST_INT ? undefined : Number(number);
}

/** A port, before its range is checked. Raises TypeError for a value that is not an integer. */
export function portOf(value: unknown): number {
  const port = wholeNumber(value);
  if (port === undefined) throw notInteger(value);
  return Number(port);
}

const notInteger = (value: unknown): PyTypeError =>
  new PyTypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
