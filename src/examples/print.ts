/** Prints answers as an author does: as text where they are text, and in the notation where they are not. */
import { decodeLatin1 } from '../index.ts';
import { AnswerPlace } from './answer-place.ts';
import type { LineEnd } from './answer-place.ts';
import type { Answers } from './compare.ts';
import { escapeBytes, utf8Text } from './escapes.ts';
import { framesOf } from './framing.ts';
import { isNotation } from './notation.ts';
import { parseAnswer } from './pattern.ts';
import { hasWildcards } from './wildcards.ts';

/**
 * What a fence cannot hold safely: control characters (tools expand tabs), characters that cannot be seen, blanks at
 * the end of a line (editors remove them).
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]|[^\S ]| $/u;

/** How many bytes are printed in one line of the notation. */
const BYTES_IN_LINE = 64;

/** The answers of all clients, as text that compares equal with them and with nothing else. No line end at the end. */
export function printAnswer({ answers }: Answers): string {
  const printed = answers.flatMap(({ bytes }, client) => (bytes.length === 0 ? [] : [{ bytes, client }]));
  const texts = printed.map(({ bytes, client }) => {
    const text = printBytes(bytes);
    return client === 0 && answers.length === 1 ? text : `[[client ${client + 1}]]\n${text}`;
  });
  return texts.length === 0 ? '[[nothing]]' : texts.join('\n');
}

/** The answer of one client; several answers on its connection stand one after the other. */
export function printBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return '[[nothing]]';
  const { starts } = framesOf(decodeLatin1(bytes), 'answer');
  return starts.map((start, index) => printMessage(bytes.subarray(start, starts[index + 1]))).join('\n[[next]]\n');
}

/** One message, in the simplest of several forms that is read as these very bytes. */
function printMessage(bytes: Uint8Array): string {
  const lines = textLines(bytes);
  const length = lines.findLastIndex((line) => line !== '') + 1;
  const forms = [lines.slice(0, length), [...lines, '[[end]]']].map((form) => form.join('\n'));
  return forms.find((form) => isReadAs(form, bytes)) ?? bytesLines(bytes).join('\n');
}

/**
 * The lines of a message, as text where they are text. One line with another line end stands in the notation; before
 * several, the notation says which line end they have.
 */
function textLines(bytes: Uint8Array): string[] {
  const place = new AnswerPlace();
  const lines = linesOfBytes(bytes);
  return lines.flatMap((line, index) => {
    const lineEnd = lineEndOf(line);
    const text = utf8Text(line.subarray(0, line.length - lineEnd.length));
    const isText = text !== undefined && !UNSAFE.test(text) && !isNotation(text) && !hasWildcards(text);
    const usual = isText ? place.lineEndOf(text) : '';
    const next = lines[index + 1];
    if (isText && (lineEnd === '' || lineEnd === usual)) {
      place.line(text);
      return [text];
    }
    if (!isText || lineEnd === '' || next === undefined || lineEndOf(next) === usual) {
      place.bytes(decodeLatin1(line));
      return bytesLines(line);
    }
    place.use(lineEnd);
    place.line(text);
    return [lineEnd === '\n' ? '[[lf]]' : '[[crlf]]', text];
  });
}

const lineEndOf = (line: Uint8Array): LineEnd | '' =>
  line.at(-1) === 0x0a ? (line.at(-2) === 0x0d ? '\r\n' : '\n') : '';

function linesOfBytes(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const at = bytes.indexOf(0x0a, from);
    const to = at < 0 ? bytes.length : at + 1;
    lines.push(bytes.subarray(from, to));
    from = to;
  }
  return lines;
}

/** Bytes in the notation, some in each line. */
function bytesLines(bytes: Uint8Array): string[] {
  return linesOfBytes(bytes).flatMap((line) => {
    const lines: string[] = [];
    for (let from = 0; from < line.length; from += BYTES_IN_LINE) {
      lines.push(`[[bytes ${escapeBytes(line.subarray(from, from + BYTES_IN_LINE))}]]`);
    }
    return lines;
  });
}

/** Whether a printed text stands for these bytes and no others. */
function isReadAs(text: string, bytes: Uint8Array): boolean {
  const lines = parseAnswer(text).flatMap(({ lines: own, areLastLineEndsFree }) => (areLastLineEndsFree ? [] : own));
  let at = 0;
  for (const line of lines) {
    for (const token of line.kind === 'line' ? line.tokens : []) {
      if (token.kind !== 'bytes') return false;
      if (!token.bytes.every((byte, index) => bytes[at + index] === byte)) return false;
      at += token.bytes.length;
    }
    if (line.kind === 'lines') return false;
  }
  return at === bytes.length;
}
