/** The parts of `http.client` that servers use: reading the header block of a request. */
import type { Sys } from '../../kernel/sys.ts';
import { concat, decodeLatin1 } from '../../python/bytes.ts';
import { Exception } from '../../python/errors.ts';
import { Message } from '../email/message.ts';
import { parseInto } from '../email/parser.ts';
import type { ReadableFile } from '../socketserver/files.ts';

/** The longest line in bytes. */
export const _MAXLINE = 65536;
/** How many lines a header block may have, including the empty one at its end. */
export const _MAXHEADERS = 100;

/** @python http.client.HTTPException */
export class HTTPException extends Exception {
  static override readonly name: string = 'HTTPException';
  static override readonly module: string = 'http.client';
}

/** A line that does not end within `_MAXLINE` bytes. @python http.client.LineTooLong */
export class LineTooLong extends HTTPException {
  static override readonly name: string = 'LineTooLong';
  constructor(lineType: string) {
    super(`got more than ${_MAXLINE} bytes when reading ${lineType}`);
  }
}

/** The headers of a request. @python http.client.HTTPMessage */
export class HTTPMessage extends Message {
  static override readonly name: string = 'HTTPMessage';
}

/** Reads a header block up to the empty line, or the end of the file. @python http.client._read_headers */
export function* _readHeaders(rfile: ReadableFile): Sys<Uint8Array[]> {
  const lines: Uint8Array[] = [];
  for (;;) {
    const line = yield* rfile.readline(_MAXLINE + 1);
    if (line.length > _MAXLINE) throw new LineTooLong('header line');
    lines.push(line);
    if (lines.length > _MAXHEADERS) throw new HTTPException(`got more than ${_MAXHEADERS} headers`);
    if (isEmptyLine(line)) return lines;
  }
}

/**
 * Reads and parses a header block. Raises LineTooLong, or HTTPException for too many lines.
 * @python http.client.parse_headers
 */
export function* parseHeaders<M extends Message>(rfile: ReadableFile, MessageClass: new () => M): Sys<M> {
  const lines = yield* _readHeaders(rfile);
  return parseInto(new MessageClass(), decodeLatin1(concat(lines)));
}

const LF = 0x0a;
const CR = 0x0d;

const isEmptyLine = (line: Uint8Array): boolean =>
  line.length === 0 || (line.length === 1 && line[0] === LF) || (line.length === 2 && line[0] === CR && line[1] === LF);
