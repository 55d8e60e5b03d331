/** What is wrong with a text in the notation of examples, and where. */
export class NotationError extends Error {
  /** Line of the text, from 1. */
  readonly line: number;
  /** Column in that line, from 1, in characters of JavaScript. */
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = 'NotationError';
    this.line = line;
    this.column = column;
  }
}
