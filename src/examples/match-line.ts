/** Compares one line of bytes with one printed line that may have wildcards. */
import { decodeLatin1, encodeLatin1 } from '../index.ts';
import type { PlaceOf, Token } from './pattern.ts';
import { isBinding, patternOf } from './wildcards.ts';

/** How much work a comparison may be, in bytes looked at: a hostile text must not stop the page. */
const MOST_WORK = 20_000_000;

/** Counts the work of a comparison. */
export class Work {
  private _left = MOST_WORK;

  /** Whether there is still some left. */
  spend(bytes: number): boolean {
    this._left -= bytes;
    return this._left >= 0;
  }

  get isUsedUp(): boolean {
    return this._left < 0;
  }
}

/** The texts that names stand for, a character for each byte. */
export type Values = ReadonlyMap<string, string>;

/** Where a line stops being as printed. */
export interface Mismatch {
  /** The number of the byte that differs; the end if it is missing. */
  readonly byte: number;
  /** The token that wanted something else, and the byte in it. */
  readonly token: number;
  readonly inToken: number;
}

export type LineResult = { readonly values: Values } | { readonly mismatch: Mismatch };

/** A line that is compared. */
interface Subject {
  readonly bytes: Uint8Array;
  readonly named: Values;
  readonly work: Work;
}

/** A wildcard that can take more bytes if what follows it does not match. */
interface Free {
  readonly token: number;
  readonly from: number;
  to: number;
}

/** Compares a line; `bytes` is one line with its line end. The texts of names come in and go out as `values`. */
export function matchLine(tokens: readonly Token[], bytes: Uint8Array, known: Values, work: Work): LineResult {
  const contentEnd = lengthWithoutLineEnd(bytes);
  const named = new Map(known);
  const subject: Subject = { bytes, named, work };
  /** Names that got their text behind the last free wildcard: it is gone when that takes more. */
  const since = new Set<string>();
  let free: Free | undefined;
  let furthest: Mismatch = { byte: 0, token: 0, inToken: 0 };
  const name = (token: Token | undefined, from: number, to: number): void => {
    if (token?.kind !== 'name' || !isBinding(token.name) || known.has(token.name)) return;
    named.set(token.name, decodeLatin1(bytes.subarray(from, to)));
    work.spend(to - from);
  };
  const nameFree = (): void => {
    if (free !== undefined) name(tokens[free.token], free.from, free.to);
  };
  for (let at = 0, index = 0; ;) {
    const token = tokens[index];
    if (token?.kind === 'name' || (token === undefined && at === bytes.length)) nameFree();
    if (token === undefined && at === bytes.length) return { values: named };
    const taken = token === undefined ? 0 : take(token, at, subject);
    if (typeof taken === 'number' && taken > 0) {
      if (token?.kind === 'name' && !named.has(token.name)) {
        name(token, at, at + taken);
        since.add(token.name);
      }
      at += taken;
      index += 1;
      continue;
    }
    if (taken === 'free') {
      nameFree();
      since.clear();
      free = { token: index, from: at, to: token?.kind === 'any' ? at - 1 : at };
    } else if (index > furthest.token || (index === furthest.token && -taken > furthest.inToken)) {
      furthest = { byte: at - taken, token: index, inToken: -taken };
    }
    // The last free wildcard takes one byte more; those before it keep the shortest text.
    if (free === undefined || free.to >= contentEnd || !work.spend(1)) return { mismatch: furthest };
    for (const gone of since) named.delete(gone);
    since.clear();
    free.to += 1;
    at = free.to;
    index = free.token + 1;
  }
}

/**
 * How many bytes a token takes: at least one; `free` if it may take any number. For a mismatch, 0 or less: minus the
 * number of bytes that were as printed.
 */
function take(token: Token, at: number, { bytes, named, work }: Subject): number | 'free' {
  if (token.kind === 'any') return 'free';
  if (token.kind === 'bytes') return common(token.bytes, bytes.subarray(at), work);
  const known = isBinding(token.name) ? named.get(token.name) : undefined;
  if (known !== undefined) return common(encodeLatin1(known), bytes.subarray(at), work);
  const pattern = patternOf(token.name);
  if (pattern === undefined) return 'free';
  // What the known names stand for is short.
  const text = decodeLatin1(bytes.subarray(at, at + 64));
  work.spend(text.length);
  pattern.lastIndex = 0;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** The length of `wanted` if the bytes begin with it, or else minus how much of it they begin with. */
function common(wanted: Uint8Array, bytes: Uint8Array, work: Work): number {
  let length = 0;
  while (length < wanted.length && bytes[length] === wanted[length]) length += 1;
  work.spend(length + 1);
  return length === wanted.length ? length : -length;
}

function lengthWithoutLineEnd(bytes: Uint8Array): number {
  let { length } = bytes;
  if (bytes[length - 1] === 0x0a) length -= 1;
  if (length < bytes.length && bytes[length - 1] === 0x0d) length -= 1;
  return length;
}

/** Where a place in a line of tokens is printed. */
export const printedAt = (tokens: readonly Token[], { token, inToken }: Mismatch, end: number): number => {
  const at: PlaceOf | undefined = tokens[token]?.at;
  return at === undefined ? end : at(inToken);
};
