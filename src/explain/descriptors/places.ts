/** Where descriptors stand in the text of a system call. */

/** A number in a text that is a descriptor. */
export interface Place {
  readonly fd: number;
  readonly from: number;
  readonly to: number;
  /** Whether the call returns it. */
  readonly isResult: boolean;
}

/** Calls whose first argument is a descriptor. */
const FIRST = new Set([
  ...['bind', 'listen', 'accept4', 'connect', 'recvfrom', 'sendto', 'shutdown', 'getsockname', 'getpeername'],
  ...['setsockopt', 'getsockopt', 'close', 'dup', 'read', 'write', 'ioctl', 'epoll_ctl', 'epoll_wait'],
]);
/** Calls that return new descriptors. */
const MADE = new Set(['socket', 'accept4', 'dup', 'epoll_create1', 'pipe']);
const EQUALS = ' = ';

/** The descriptors in a step of a system call, in the order of the text; none in a step of another kind. */
export function placesIn(kind: string, name: string, detail: string): Place[] {
  if (kind === 'block') return ofArguments(name, detail);
  if (kind !== 'syscall') return [];
  // Bytes may contain an equals sign: those of a result follow the first one, those of an argument precede the last.
  const isLast = name === 'sendto' || name === 'write';
  const end = isLast ? detail.lastIndexOf(EQUALS) : detail.indexOf(EQUALS);
  if (end < 0) return ofArguments(name, detail);
  return [...ofArguments(name, detail.slice(0, end)), ...ofResult(name, detail, end + EQUALS.length)];
}

/** The descriptors in a call that a thread waits in, `poll([3: POLLIN], 500 ms)`. */
export function placesInCall(call: string): Place[] {
  const open = call.indexOf('(');
  const places = ofArguments(call.slice(0, open), call.slice(open + 1, -1));
  return places.map((place) => ({ ...place, from: place.from + open + 1, to: place.to + open + 1 }));
}

function ofArguments(name: string, args: string): Place[] {
  if (name === 'poll') return entries(args, 0, false);
  if (name === 'select') return numbers(args.slice(0, args.lastIndexOf(')') + 1), 0, false);
  if (!FIRST.has(name)) return [];
  const places = placesOf(/^\d+/g, args, 0, false);
  return name === 'epoll_ctl' ? [...places, ...placesOf(/(?<=^\d+, EPOLL_CTL_\w+, )\d+/g, args, 0, false)] : places;
}

function ofResult(name: string, detail: string, from: number): Place[] {
  const result = detail.slice(from);
  if (name === 'poll' || name === 'epoll_wait') return entries(result, from, true);
  if (name === 'select') return result.startsWith('{') ? numbers(result, from, true) : [];
  if (name === 'pipe') return numbers(result, from, true);
  return MADE.has(name) ? placesOf(/^\d+/g, result, from, true) : [];
}

/** The entries of a poll set, `[3: POLLIN, 4: POLLIN]`. */
const entries = (text: string, shift: number, isResult: boolean): Place[] =>
  placesOf(/\d+(?=: E?POLL)/g, text, shift, isResult);

const numbers = (text: string, shift: number, isResult: boolean): Place[] => placesOf(/\d+/g, text, shift, isResult);

function placesOf(pattern: RegExp, text: string, shift: number, isResult: boolean): Place[] {
  return Array.from(text.matchAll(pattern), ({ 0: digits, index }) => {
    const from = shift + index;
    return { fd: Number(digits), from, to: from + digits.length, isResult };
  });
}
