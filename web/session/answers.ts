/**
 * Where answers begin in the bytes that a connection receives, one report after the other: an answer counts once its
 * head has come, or once it is clear that it has none (HTTP/0.9, or another protocol). Answers before the final one
 * (100 Continue) do not count. It follows the bytes and judges nothing.
 */

/** An answer that has begun: its status, such as `200 OK`; undefined without a status line. */
export interface HeardAnswer {
  readonly status: string | undefined;
}

const STATUS_LINE = /^HTTP\/\d[\d.]* (\d{3}(?: [^\r\n]*)?)\r?\n/;
const BEGINNING = 'HTTP/';
const HEAD_END = /\n\r?\n/;
const LENGTH = /^content-length:[ \t]*(\d{1,15})[ \t]*\r?$/im;
const CHUNKED = /^transfer-encoding:.*\bchunked[ \t]*\r?$/im;
const CHUNK_SIZE = /^(?:\r?\n)?([0-9A-Fa-f]{1,7})[^\n]*\n/;
const TRAILER_END = /^(?:[^\r\n]+\r?\n)*\r?\n/;
const STATUS_CODE_LENGTH = 3;
/** A longer head is taken for a body: nothing of it is kept. */
const LONGEST_HEAD = 65_536;

/** What comes next: a head, the rest of a body, chunks, trailers, or a body without an end. */
type Expected = 'head' | 'body' | 'chunk' | 'trailer' | 'rest';

export class AnswerReader {
  /** Bytes that were not understood yet, a character each. */
  private _text = '';
  private _expected: Expected = 'head';
  private _left = 0;
  /** Whether no byte of the body is known to have come. */
  private _isFresh = false;

  /** Reads what has come; returns the answers that are known to have begun with it. */
  read(bytes: Uint8Array): HeardAnswer[] {
    const heard: HeardAnswer[] = [];
    if (this._expected === 'rest' || bytes.length === 0) return heard;
    const skipped = this._skip(bytes.length);
    this._text += latin1(bytes.subarray(skipped));
    while (this._text !== '' && this._go(heard));
    return heard;
  }

  /** Bytes of a body are passed over without being kept. */
  private _skip(count: number): number {
    if (this._expected !== 'body' || this._isFresh || this._text !== '') return 0;
    const skipped = Math.min(this._left, count);
    this._left -= skipped;
    if (this._left === 0) this._expected = 'head';
    return skipped;
  }

  /** Whether there may be more to understand. */
  private _go(heard: HeardAnswer[]): boolean {
    switch (this._expected) {
      case 'head':
        return this._head(heard);
      case 'body':
        return this._body();
      case 'chunk':
        return this._chunk();
      case 'trailer':
        return this._trailer();
      case 'rest':
        this._text = '';
        return false;
    }
  }

  private _body(): boolean {
    const text = this._text;
    if (this._isFresh && text.startsWith(BEGINNING)) {
      // An answer to HEAD has no body, whatever its length says.
      this._expected = 'head';
      return true;
    }
    if (this._isFresh && BEGINNING.startsWith(text) && text.length < this._left) return false;
    this._isFresh = false;
    const skipped = Math.min(this._left, text.length);
    this._text = text.slice(skipped);
    this._left -= skipped;
    if (this._left === 0) this._expected = 'head';
    return true;
  }

  private _head(heard: HeardAnswer[]): boolean {
    const text = this._text;
    if (!text.startsWith(BEGINNING.slice(0, text.length))) return this._bare(heard);
    const end = HEAD_END.exec(text);
    if (end === null) return text.length > LONGEST_HEAD && this._bare(heard);
    const head = text.slice(0, end.index + 1);
    const status = STATUS_LINE.exec(head)?.[1];
    if (status === undefined) return this._bare(heard);
    this._text = text.slice(end.index + end[0].length);
    const code = status.slice(0, STATUS_CODE_LENGTH);
    if (code.startsWith('1')) return true;
    heard.push({ status });
    this._expectBody(code, head);
    return true;
  }

  private _bare(heard: HeardAnswer[]): boolean {
    heard.push({ status: undefined });
    this._expected = 'rest';
    return false;
  }

  private _expectBody(code: string, head: string): void {
    const length = LENGTH.exec(head)?.[1];
    if (code === '204' || code === '304') this._expected = 'head';
    else if (CHUNKED.test(head)) this._expected = 'chunk';
    else if (length === undefined) this._expected = 'rest';
    else {
      this._left = Number(length);
      this._isFresh = true;
      this._expected = this._left === 0 ? 'head' : 'body';
    }
  }

  private _chunk(): boolean {
    const [line = '', size] = CHUNK_SIZE.exec(this._text) ?? [];
    if (size === undefined) {
      if (this._text.length > LONGEST_HEAD) this._expected = 'rest';
      return false;
    }
    const length = Number.parseInt(size, 16);
    if (length === 0) {
      this._text = this._text.slice(line.length);
      this._expected = 'trailer';
      return true;
    }
    if (this._text.length < line.length + length) return false;
    this._text = this._text.slice(line.length + length);
    return true;
  }

  private _trailer(): boolean {
    const end = TRAILER_END.exec(this._text);
    if (end === null) return false;
    this._text = this._text.slice(end[0].length);
    this._expected = 'head';
    return true;
  }
}

const PART = 8_192;

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PART) text += String.fromCharCode(...bytes.subarray(at, at + PART));
  return text;
}
