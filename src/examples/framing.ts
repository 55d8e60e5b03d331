/**
 * Where a text of HTTP messages ends: in a head, in a body, between chunks. Says what a fence has to add that tools may
 * have trimmed, and where each message begins. It follows what is written and judges nothing: whatever it cannot read
 * is a body without an end.
 */

/** Where the last message stops. */
export type FrameState =
  /** Before the first byte of a message. */
  | { readonly at: 'start' }
  /** The empty line of the head has not come. */
  | { readonly at: 'head' }
  /** In a body; `missing` bytes are wanted by its Content-Length, if it has one. */
  | { readonly at: 'body'; readonly missing?: number }
  /** In chunks, behind `0`: an empty line ends them. */
  | { readonly at: 'trailer' }
  /** In chunks, before their end. */
  | { readonly at: 'chunk' };

export interface Frames {
  readonly state: FrameState;
  /** Where each message begins. */
  readonly starts: readonly number[];
}

const REQUEST_LINE = /[\w!#$%&'*+.^`|~-]+ (?:[^\n]* HTTP\/[^\n]*|\/[^\s]*\r?)(?=\n|$)/y;
const STATUS_LINE = /HTTP\/\d[^\n]*(?=\n|$)/y;
const EMPTY_LINE = /\n\r?\n/g;
const LENGTH = /^content-length:[ \t]*(\d{1,15})[ \t]*\r?$/im;
const CHUNKED = /^transfer-encoding:.*\bchunked[ \t]*\r?$/im;
const CHUNK_SIZE = /([0-9A-Fa-f]{1,7})(?:;[^\n]*)?\r?(\n|$)/y;

/** Follows the messages of a text in which each character is a byte. */
export function framesOf(text: string, kind: 'request' | 'answer'): Frames {
  const startLine = kind === 'request' ? REQUEST_LINE : STATUS_LINE;
  const beginAt = (at: number): number => (kind === 'request' ? afterEmptyLines(text, at) : at);
  const begins = (at: number): boolean => matchesAt(startLine, text, beginAt(at));
  const starts: number[] = [];
  let at = 0;
  for (;;) {
    if (at >= text.length) return { state: { at: 'start' }, starts };
    const begin = beginAt(at);
    if (!begins(at)) {
      if (starts.length === 0) starts.push(at);
      return { state: { at: 'body' }, starts };
    }
    starts.push(at);
    const end = headEnd(text, begin);
    if (end === undefined) return { state: { at: 'head' }, starts };
    const body = bodyOf(text, end, text.slice(begin, end), begins);
    if (typeof body !== 'number') return { state: body, starts };
    at = body;
  }
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

const afterEmptyLines = (text: string, at: number): number => {
  let begin = at;
  while (text[begin] === '\n' || (text[begin] === '\r' && text[begin + 1] === '\n')) begin += 1;
  return begin;
};

function headEnd(text: string, from: number): number | undefined {
  EMPTY_LINE.lastIndex = from;
  return EMPTY_LINE.test(text) ? EMPTY_LINE.lastIndex : undefined;
}

/** Where the body ends, or in which state it stops. @param begins whether a message begins at a place. */
function bodyOf(text: string, from: number, head: string, begins: (at: number) => boolean): number | FrameState {
  if (CHUNKED.test(head)) return chunksOf(text, from);
  const length = LENGTH.exec(head)?.[1];
  if (length !== undefined) {
    const missing = from + Number(length) - text.length;
    return missing > 0 ? { at: 'body', missing } : from + Number(length);
  }
  return from === text.length || begins(from) ? from : { at: 'body' };
}

function chunksOf(text: string, from: number): number | FrameState {
  let at = from;
  for (;;) {
    if (at >= text.length) return { at: 'chunk' };
    CHUNK_SIZE.lastIndex = at;
    const [line = '', size, lineEnd] = CHUNK_SIZE.exec(text) ?? [];
    if (size === undefined) return { at: 'body' };
    const length = Number.parseInt(size, 16);
    if (length === 0) {
      // The empty line may follow at once, or after trailer fields.
      const end = headEnd(text, at);
      return end ?? { at: 'trailer' };
    }
    if (lineEnd === '') return { at: 'chunk' };
    at += line.length + length;
    if (text[at] === '\r') at += 1;
    if (at < text.length && text[at] !== '\n') return { at: 'body' };
    at += 1;
  }
}

/**
 * What a fence leaves out at its end, since tools trim it: the empty line after a head or after chunks, and the line
 * end of a body if its Content-Length counts it.
 */
export function completion(text: string, kind: 'request' | 'answer', lineEnd: string): string {
  const { state } = framesOf(text, kind);
  if (state.at === 'head' || state.at === 'trailer') return text.endsWith('\n') ? lineEnd : lineEnd + lineEnd;
  if (state.at === 'chunk') return text.endsWith(lineEnd) ? '' : lineEnd;
  return state.at === 'body' && state.missing === lineEnd.length ? lineEnd : '';
}
