/**
 * Compares the bytes of an answer with its printed lines. Lines between two `...` are looked for as one block, from the
 * left; the last block must stand at the end. So the work is bounded by the lines on both sides, and is limited.
 */
import { matchLine, printedAt, Work } from './match-line.ts';
import type { Values } from './match-line.ts';
import type { PatternLine, PrintedAnswer, Token } from './pattern.ts';

/** Where an answer differs from what is printed. */
export interface Divergence {
  /** Offset in the printed text. */
  readonly printedOffset: number;
  /** The number of the byte, from 0; the length of the answer if a byte is missing. */
  readonly byte: number;
  /** What is printed from there to the end of the line. */
  readonly expected: readonly Token[];
  /** How many bytes of the first of these tokens were as printed. */
  readonly skipped: number;
  /** Whether the comparison was given up, because it was too much work. */
  readonly isGivenUp?: boolean;
}

export type AnswerResult = { readonly values: Values } | { readonly divergence: Divergence };

type Block = readonly (readonly Token[])[];

/** What was found for a block that starts at a line. */
interface Attempt {
  readonly values: Values;
  /** Undefined if the whole block matches. */
  readonly divergence?: Divergence;
}

/** Compares an answer with its printed text; the texts of names come in and go out as `values`. */
export function matchAnswer(printed: PrintedAnswer, answer: Uint8Array, known: Values): AnswerResult {
  return new AnswerMatcher(printed, answer).match(known);
}

class AnswerMatcher {
  private readonly _printed: PrintedAnswer;
  private readonly _bytes: Uint8Array;
  /** Where each line of the answer begins, and the end. */
  private readonly _lines: readonly number[];
  private readonly _work = new Work();

  constructor(printed: PrintedAnswer, answer: Uint8Array) {
    this._printed = printed;
    this._bytes = printed.areLastLineEndsFree ? answer.subarray(0, endOf(answer)) : answer;
    this._lines = lineStarts(this._bytes);
  }

  match(known: Values): AnswerResult {
    const blocks = blocksOf(this._printed.lines);
    const [first = [], ...rest] = blocks;
    const last = rest.pop();
    let attempt = this._try(first, 0, known);
    let line = first.length;
    for (const block of rest) {
      if (attempt.divergence !== undefined) break;
      const found = this._find(block, line, attempt.values);
      attempt = found.attempt;
      line = found.line + block.length;
    }
    if (attempt.divergence === undefined && last !== undefined) {
      // `...` at the end takes the rest.
      if (last.length === 0) return { values: attempt.values };
      line = Math.max(line, this._count - last.length);
      attempt = this._try(last, line, attempt.values);
      line += last.length;
    }
    if (attempt.divergence !== undefined) return { divergence: attempt.divergence };
    const end = this._lines[Math.min(line, this._count)] as number;
    if (end < this._bytes.length) {
      return { divergence: { printedOffset: this._printed.to, byte: end, expected: [], skipped: 0 } };
    }
    return { values: attempt.values };
  }

  /** How many lines the answer has. */
  private get _count(): number {
    return this._lines.length - 1;
  }

  /** Looks for a block from a line on. If it is nowhere, the attempt that came furthest says why. */
  private _find(block: Block, from: number, known: Values): { readonly attempt: Attempt; readonly line: number } {
    let best: { readonly attempt: Attempt; readonly line: number; readonly length: number } | undefined;
    for (let line = from; ; line += 1) {
      const attempt = this._try(block, line, known);
      if (attempt.divergence === undefined) return { attempt, line };
      const length = attempt.divergence.byte - (this._lines[Math.min(line, this._count)] as number);
      if (best === undefined || length > best.length) best = { attempt, line, length };
      if (line + block.length >= this._count || this._work.isUsedUp) return best;
    }
  }

  /** Compares a block with the lines from a line on. */
  private _try(block: Block, line: number, known: Values): Attempt {
    let values = known;
    for (const [index, tokens] of block.entries()) {
      const from = this._lines[Math.min(line + index, this._count)] as number;
      const to = this._lines[Math.min(line + index + 1, this._count)] as number;
      const result = matchLine(tokens, this._bytes.subarray(from, to), values, this._work);
      if ('values' in result) values = result.values;
      else {
        const { mismatch } = result;
        return {
          values,
          divergence: {
            printedOffset: printedAt(tokens, mismatch, this._printed.to),
            byte: from + mismatch.byte,
            expected: tokens.slice(mismatch.token),
            skipped: mismatch.inToken,
            ...(this._work.isUsedUp ? { isGivenUp: true } : {}),
          },
        };
      }
    }
    return { values };
  }
}

/** The lines between `...`; one block more than there are `...`. */
function blocksOf(lines: readonly PatternLine[]): Block[] {
  const blocks: (readonly Token[])[][] = [[]];
  for (const line of lines) {
    if (line.kind === 'lines') blocks.push([]);
    else blocks.at(-1)?.push(line.tokens);
  }
  return blocks;
}

function lineStarts(bytes: Uint8Array): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(0x0a); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0x0a, at + 1)) {
    starts.push(at + 1);
  }
  if (bytes.length > 0) starts.push(bytes.length);
  return starts;
}

/** The length without the line ends at the end. */
function endOf(bytes: Uint8Array): number {
  let { length } = bytes;
  while (bytes[length - 1] === 0x0a) length -= bytes[length - 2] === 0x0d ? 2 : 1;
  return length;
}
