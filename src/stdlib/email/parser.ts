/**
 * Parses a block of headers as `email.parser.Parser().parsestr()` does with the policy `compat32`: every line that
 * looks like a header is one, up to the first line that does not; everything after that is body.
 * Absent on purpose: bodies. The block that HTTP passes to this parser ends with the empty line.
 */
import { lstrip, rstrip } from '../../python/text.ts';
import { remember } from '../../python/remember.ts';
import type { Defect, Message } from './message.ts';

/** A line with its end: CR LF, LF, or a single CR. */
const LINE = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;
/** A header's first line, a continuation, or an envelope line. */
const HEADER_LINE = /^(?:From |[!-9;-~]*:|[\t ])/;
const LINE_END = /(?:\r\n|\r|\n)$/;

/** Parses `text` into `message`, which is returned. @python email.parser.Parser.parsestr */
export function parseInto<M extends Message>(message: M, text: string): M {
  const { headers, defects, unixfrom, payload } = parseBlock(text);
  for (const header of headers) message._headers.push(header);
  for (const defect of defects) message.defects.push(defect);
  message.unixfrom = unixfrom;
  message.payload = payload;
  return message;
}

/** Clients send the same block again and again. */
const parseBlock = /*#__PURE__*/ remember((text): Block => {
  const message = new Block();
  const lines = text.match(LINE) ?? [];
  let count = 0;
  while (count < lines.length && HEADER_LINE.test(lines[count] ?? '')) count += 1;
  let bodyFrom = count;
  const separator = lines[count];
  if (separator !== undefined) {
    if (/^[\r\n]/.test(separator)) bodyFrom += 1;
    else message.defects.push('MissingHeaderBodySeparatorDefect');
  }
  // A last line that belongs to the body is put back after the blank line, which is gone.
  const putBack = parseHeaders(message, lines.slice(0, count)) ? '' : (lines[count - 1] ?? '');
  message.payload = putBack + lines.slice(bodyFrom).join('');
  return message;
});

/** What is in a block. */
class Block {
  static readonly name: string = 'Block';
  readonly headers: (readonly [name: string, value: string])[] = [];
  readonly defects: Defect[] = [];
  unixfrom: string | undefined = undefined;
  payload = '';
}

/** Adds the headers to the message; false when the last line belongs to the body. */
function parseHeaders(message: Block, lines: readonly string[]): boolean {
  let header: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (header.length > 0) header.push(line);
      else message.defects.push('FirstHeaderLineIsContinuationDefect');
      continue;
    }
    addHeader(message, header);
    header = [];
    if (line.startsWith('From ')) {
      if (index === 0) message.unixfrom = line.replace(LINE_END, '');
      else if (index === lines.length - 1) return false;
      else message.defects.push('MisplacedEnvelopeHeaderDefect');
    } else if (line.startsWith(':')) {
      message.defects.push('InvalidHeaderDefect');
    } else {
      header = [line];
    }
  }
  addHeader(message, header);
  return true;
}

/**
 * Adds one header, given its lines: the value loses leading white space and the last line end, but keeps the line ends
 * inside.
 */
function addHeader(message: Block, lines: readonly string[]): void {
  const [first, ...continuations] = lines;
  if (first === undefined) return;
  const colon = first.indexOf(':');
  const value = lstrip(first.slice(colon + 1), ' \t') + continuations.join('');
  message.headers.push([first.slice(0, colon), rstrip(value, '\r\n')]);
}
