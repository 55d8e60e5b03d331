/**
 * The head of a request, as the server reads it: the words of the request line, the headers, and the keys of the
 * environ that `make_environ` makes of them, each with the bytes that it was made of.
 */
import { PieceText } from './pieces.ts';
import type { Piece } from './pieces.ts';
import { danced, targetParts, unquoted } from './request-target.ts';
import type { Part } from './request-target.ts';

/** Latin-1 text of a stream, and where its first byte is. */
export type { Part } from './request-target.ts';

/** What Python's `split()` splits latin-1 text at. */
const WORD = /[^\t-\r\x1c- \x85\xa0]+/g;

export interface RequestLine {
  readonly words: readonly Part[];
  readonly command: Part | undefined;
  /** The second word, and without all but one of the slashes it begins with, as `path` has it. */
  readonly target: Part | undefined;
  readonly path: Part | undefined;
  /** The last of three words; an HTTP/0.9 request has none. */
  readonly version: Part | undefined;
}

export function readRequestLine({ text, from }: Part): RequestLine {
  const line = text.replace(/[\r\n]+$/, '');
  const words = [...line.matchAll(WORD)].map((word): Part => ({ text: word[0], from: from + word.index }));
  const [command, target] = words;
  const isRequest = words.length === 2 || words.length === 3;
  if (!isRequest || target === undefined) {
    return { words, command: undefined, target: undefined, path: undefined, version: undefined };
  }
  const extra = Math.max(0, (/^\/+/.exec(target.text)?.[0].length ?? 0) - 1);
  const path = { text: target.text.slice(extra), from: target.from + extra };
  return { words, command, target, path, version: words[2] };
}

export interface Header {
  readonly name: string;
  /** Its line with those that continue it. */
  readonly from: number;
  readonly to: number;
  /** As `make_environ` has it: continuations without their line ends. */
  readonly value: PieceText;
}

/** A line with its end: CR LF, LF, or a single CR. */
const LINE = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;
const HEADER_LINE = /^(?:From |[!-9;-~]*:|[\t ])/;

/** The headers of a block: all lines that look like one, up to the first line that does not. */
export function readHeaders({ text, from }: Part): Header[] {
  const headers: Header[] = [];
  let lines: Part[] = [];
  const end = (): void => {
    if (lines.length > 0) headers.push(headerOf(lines));
    lines = [];
  };
  for (const match of text.matchAll(LINE)) {
    const line: Part = { text: match[0], from: from + match.index };
    if (!HEADER_LINE.test(line.text)) break;
    if (/^[ \t]/.test(line.text)) {
      if (lines.length > 0) lines.push(line);
      continue;
    }
    end();
    if (!line.text.startsWith('From ') && !line.text.startsWith(':')) lines = [line];
  }
  end();
  return headers;
}

function headerOf(lines: readonly Part[]): Header {
  const [first = { text: '', from: 0 }, ...more] = lines;
  const last = more.at(-1) ?? first;
  const colon = first.text.indexOf(':');
  const blank = /^[ \t]*/.exec(first.text.slice(colon + 1))?.[0].length ?? 0;
  const start = colon + 1 + blank;
  const raw = first.text.slice(start) + more.map(({ text }) => text).join('');
  const length = raw.replace(/[\r\n]+$/, '').length;
  const value = new PieceText();
  for (let at = 0; at < length;) {
    if (raw.startsWith('\r\n', at) && at + 2 <= length) {
      at += 2;
      continue;
    }
    // The lines follow each other without a gap.
    value.add(raw[at] as string, first.from + start + at, first.from + start + at + 1);
    at += 1;
  }
  return { name: first.text.slice(0, colon), from: first.from, to: last.from + last.text.length, value };
}

/** The key that `make_environ` gives a header. */
export function environKey(header: string): string {
  const key = header.toUpperCase().replaceAll('-', '_');
  return key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH' ? key : `HTTP_${key}`;
}

/** A key of the environ that was made of bytes of the request. */
export interface KeySource {
  readonly key: string;
  readonly value: string;
  readonly pieces: readonly Piece[];
  readonly is: 'method' | 'path' | 'query' | 'version' | 'header';
}

/** What becomes of a header. `replaced`: a later one, or the host of the request line, takes its key. */
export type HeaderFate = 'key' | 'joined' | 'underscore' | 'replaced';

export interface Head {
  readonly line: RequestLine;
  readonly headers: readonly { readonly header: Header; readonly fate: HeaderFate; readonly key: string }[];
  readonly keys: readonly KeySource[];
}

const copied = ({ text, from }: Part): PieceText => {
  const made = new PieceText();
  made.add(text, from, from + text.length);
  return made;
};

/** The head with the keys that it has in the environ. */
export function readHead(lineText: Part, block: Part): Head {
  const line = readRequestLine(lineText);
  const headers = readHeaders(block);
  const keys = new Map<string, KeySource>();
  const set = (is: KeySource['is'], key: string, { text, pieces }: PieceText): void => {
    keys.set(key, { key, value: text, pieces, is });
  };
  const { command, path, version } = line;
  if (command === undefined || path === undefined) return { line, headers: [], keys: [] };
  const { scheme, netloc, path: pathPart, query } = targetParts(path);
  const pathText = new PieceText();
  if (scheme.text === '' && netloc.text !== '') {
    pathText.addMade('/');
    pathText.append(unquoted(netloc));
  }
  pathText.append(unquoted(pathPart));
  set('method', 'REQUEST_METHOD', copied(command));
  set('path', 'PATH_INFO', pathText);
  set('query', 'QUERY_STRING', danced(query));
  set('path', 'REQUEST_URI', danced(path));
  set('path', 'RAW_URI', danced(path));
  if (version !== undefined) set('version', 'SERVER_PROTOCOL', copied(version));
  for (const { name, value } of headers) {
    if (name.includes('_')) continue;
    const key = environKey(name);
    const before = keys.get(key);
    const made = new PieceText();
    if (before !== undefined && key.startsWith('HTTP_')) {
      made.append({ text: before.value, pieces: before.pieces });
      made.addMade(',');
    }
    made.append(value);
    set('header', key, made);
  }
  if (scheme.text !== '' && netloc.text !== '') set('header', 'HTTP_HOST', copied(netloc));
  return { line, headers: headers.map((header) => withFate(header, headers, keys)), keys: [...keys.values()] };
}

function withFate(
  header: Header,
  headers: readonly Header[],
  keys: ReadonlyMap<string, KeySource>,
): Head['headers'][number] {
  const key = environKey(header.name);
  if (header.name.includes('_')) return { header, fate: 'underscore', key };
  const pieces = keys.get(key)?.pieces ?? [];
  const isIn = pieces.some(({ from, to }) => from < header.to && to > header.from);
  // An empty value has no pieces: it is there when it is the last one, or one of several that are joined.
  const isEmpty = header.value.text === '';
  const same = headers.filter(({ name }) => !name.includes('_') && environKey(name) === key);
  const isReplaced = key === 'HTTP_HOST' && pieces.some(({ to }) => to <= (headers[0]?.from ?? 0));
  const isThere = isIn || (isEmpty && !isReplaced && (key.startsWith('HTTP_') || same.at(-1) === header));
  if (!isThere) return { header, fate: 'replaced', key };
  return { header, fate: same.length > 1 && key.startsWith('HTTP_') ? 'joined' : 'key', key };
}
