/**
 * Where one is in the text of a printed answer, line by line: in a head, whose line ends are CR LF, or in a body, whose
 * line ends are LF. Printing and reading both follow it, so that they agree.
 */

const STATUS_LINE = /^HTTP\/\d/;
/** A first line whose version is a wildcard. */
const HIDDEN_VERSION = /^\[(?:\.\.|[A-Z]\w*)\] \d{3}\b/;
/** A header field, its continuation, or a wildcard in its place. */
const FIELD = /^(?:[\w!#$%&'*+.^`|~-]+:|[ \t]|\[(?:\.\.|[A-Z]\w*)\])/;
const CHUNKED = /^transfer-encoding:.*\bchunked\b/i;

export type LineEnd = '\r\n' | '\n';

export class AnswerPlace {
  /** `first` is the first line of a body: there, a status line begins another answer, as after `100 Continue`. */
  at: 'start' | 'head' | 'first' | 'body' = 'start';
  private _lineEnd: LineEnd = '\n';
  private _isChunked = false;
  private _hasGap = false;
  /** Whether the notation has said which line end it is. */
  private _isSaid = false;

  /** The line end that a line of text would have. */
  lineEndOf(text: string): LineEnd {
    return Object.assign(new AnswerPlace(), this).line(text);
  }

  /** Follows a line of text, and returns the line end that it has. */
  line(text: string): LineEnd {
    if (this.at === 'start' || this.at === 'first') this._begin(STATUS_LINE.test(text) || this._isHidden(text));
    if (this.at !== 'head') return this._lineEnd;
    const lineEnd = this._lineEnd;
    if (CHUNKED.test(text)) this._isChunked = true;
    if (text === '') this._toBody('first');
    else if (this._hasGap && !FIELD.test(text) && !STATUS_LINE.test(text)) {
      this._toBody('body');
      return this._lineEnd;
    }
    return lineEnd;
  }

  /** Follows `...`: whether the head goes on behind it is told by what the next lines look like. */
  gap(): void {
    if (this.at === 'start') this._begin(true);
    this._hasGap = true;
  }

  /** Follows bytes that stand in the notation; `text` has a character for each. */
  bytes(text: string): void {
    if (this.at === 'start' || this.at === 'first') this._begin(STATUS_LINE.test(text));
    if (this.at === 'head' && /(?:^|\n)\r?\n$/.test(text)) this._toBody('first');
  }

  /** `[[crlf]]` and `[[lf]]`. */
  use(lineEnd: LineEnd): void {
    this._lineEnd = lineEnd;
    this._isSaid = true;
  }

  private _isHidden(text: string): boolean {
    return this.at === 'start' && HIDDEN_VERSION.test(text);
  }

  private _begin(isHead: boolean): void {
    this.at = isHead ? 'head' : 'body';
    if (!isHead) return;
    if (!this._isSaid) this._lineEnd = '\r\n';
    this._isChunked = false;
    this._hasGap = false;
  }

  private _toBody(at: 'first' | 'body'): void {
    this.at = at;
    this._isSaid = false;
    this._lineEnd = this._isChunked ? '\r\n' : '\n';
  }
}
