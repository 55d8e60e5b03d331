/**
 * The text of a file, with its lines: every place in it has a line and a column, and it can be written back as it was.
 */

/** Counted from 1. Columns are UTF-16 code units, as editors count them; a byte order mark has none. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A file that cannot be checked; the message says why. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** Larger files are not documents. */
export const MOST_BYTES = 1_000_000;

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = /\r\n|\n|\r/g;

export class SourceText {
  /** As it is shown to the reader. */
  readonly path: string;
  /** Without a byte order mark. */
  readonly text: string;
  private readonly _mark: string;
  /** Where each line begins, and where it ends before its line end. */
  private readonly _starts: number[] = [0];
  private readonly _ends: number[] = [];
  private readonly _lineEnd: string;

  constructor(path: string, text: string) {
    this.path = path;
    this._mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    this.text = text.slice(this._mark.length);
    const ends = [...this.text.matchAll(LINE_END)];
    for (const { 0: end, index } of ends) {
      this._ends.push(index);
      this._starts.push(index + end.length);
    }
    this._ends.push(this.text.length);
    this._lineEnd = ends[0]?.[0] ?? '\n';
  }

  /** Throws UnreadableError for bytes that are not a text of a usual size. */
  static decode(path: string, bytes: Uint8Array): SourceText {
    if (bytes.length > MOST_BYTES) {
      throw new UnreadableError(`has ${bytes.length} bytes; files of more than ${MOST_BYTES} are not read`);
    }
    if (bytes.includes(0)) throw new UnreadableError('is binary: it has a NUL byte');
    try {
      return new SourceText(path, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      throw new UnreadableError('is not UTF-8 text');
    }
  }

  get lineCount(): number {
    return this._starts.length;
  }

  /** How lines of this file end: as its first one does. */
  get lineEnd(): string {
    return this._lineEnd;
  }

  /** Where a line begins; lines are counted from 0 here and below. */
  startOf(line: number): number {
    return this._starts[line] ?? this.text.length;
  }

  /** Where a line ends, before its line end. */
  endOf(line: number): number {
    return this._ends[line] ?? this.text.length;
  }

  line(line: number): string {
    return this.text.slice(this.startOf(line), this.endOf(line));
  }

  /** The number of the line that a position is in, from 0. */
  lineAt(position: number): number {
    let low = 0;
    let high = this._starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.startOf(middle) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  place(position: number): Place {
    const line = this.lineAt(position);
    return { line: line + 1, column: position - this.startOf(line) + 1 };
  }

  /** The whole file, with some parts replaced. */
  withEdits(edits: readonly Edit[]): string {
    let text = this.text;
    for (const { start, end, text: put } of edits.toSorted((one, other) => other.start - one.start)) {
      text = text.slice(0, start) + put + text.slice(end);
    }
    return this._mark + text;
  }
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
