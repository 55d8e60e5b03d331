/** The lines of the requests that a client has sent on one connection, and what each of them is. */
import type { ConnectionSnapshot } from '../../src/index.ts';
import { decodeLatin1 } from '../kit/bytes-text.ts';

/** What a line of a request is. */
export type LineKind =
  | { readonly is: 'requestLine' }
  | { readonly is: 'header'; readonly name: string }
  | { readonly is: 'headersEnd' }
  | { readonly is: 'body' };

export interface RequestLine {
  /** Its bytes, counted from the first one that the client sent. */
  readonly from: number;
  readonly to: number;
  readonly what: LineKind;
  /** The keys of the environ that are made of it, and the bytes that each of them is made of. */
  readonly keys: readonly KeyBytes[];
}

export interface KeyBytes {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

const LF = 0x0a;
/** How much of a line is looked at. */
const MOST = 300;

/** A body is told from a head by its lines alone: nothing here counts Content-Length or chunks. */
export function requestLines({ lanes }: ConnectionSnapshot): RequestLine[] {
  const lane = lanes.find(({ name }) => name === 'client out');
  if (lane === undefined) return [];
  const { bytes, dropped } = lane;
  const lines: RequestLine[] = [];
  let isHead = false;
  for (let from = 0; from < bytes.length;) {
    const feed = bytes.indexOf(LF, from);
    const to = feed === -1 ? bytes.length : feed + 1;
    const text = decodeLatin1(bytes.subarray(from, Math.min(to, from + MOST))).trimEnd();
    const isStart = /^[A-Z]+ \S/.test(text);
    const header = isHead ? /^([^\s:]+):/.exec(text)?.[1] : undefined;
    const range = { from: from + dropped, to: to + dropped };
    lines.push({
      ...range,
      what: kindOf(header, isStart, isHead && text === ''),
      keys:
        header !== undefined ? [{ key: environKey(header), ...range }] : isStart ? keysOfStart(text, range.from) : [],
    });
    if (isStart) isHead = true;
    else if (text === '') isHead = false;
    from = to;
  }
  return lines;
}

function kindOf(header: string | undefined, isStart: boolean, isEnd: boolean): LineKind {
  if (header !== undefined) return { is: 'header', name: header };
  return { is: isStart ? 'requestLine' : isEnd ? 'headersEnd' : 'body' };
}

/** What `make_environ` makes of a request line: its words, and the parts of its target. */
function keysOfStart(text: string, start: number): KeyBytes[] {
  const words = /^(\S+)( +)([^?\s]*)(?:\?(\S*))?(?: +(\S+))?/.exec(text);
  if (words === null) return [];
  const [, method = '', space = '', path = '', query, version] = words;
  const from = start + method.length + space.length;
  const end = from + path.length + (query === undefined ? 0 : query.length + 1);
  return [
    { key: 'REQUEST_METHOD', from: start, to: start + method.length },
    { key: 'PATH_INFO', from, to: from + path.length },
    ...(query === undefined ? [] : [{ key: 'QUERY_STRING', from: end - query.length, to: end }]),
    { key: 'REQUEST_URI', from, to: end },
    { key: 'RAW_URI', from, to: end },
    ...(version === undefined
      ? []
      : [{ key: 'SERVER_PROTOCOL', from: start + words[0].length - version.length, to: start + words[0].length }]),
  ];
}

/** The key that `make_environ` gives a header. */
export function environKey(header: string): string {
  const key = header.toUpperCase().replaceAll('-', '_');
  return key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH' ? key : `HTTP_${key}`;
}
