/** Compares a printed answer with what the clients received, byte for byte. */
import { drawBytes } from './draw-bytes.ts';
import { matchAnswer } from './match.ts';
import type { Divergence } from './match.ts';
import type { Values } from './match-line.ts';
import { parseAnswer } from './pattern.ts';
import type { PrintedAnswer, Token } from './pattern.ts';
import { wrote } from './play.ts';
import type { Played } from './play.ts';
import { linesOf, directiveOf } from './notation.ts';
import { isAnyLines, partsOf, ANY_LINES } from './wildcards.ts';

/** The first byte that is not as printed. */
export interface Difference {
  /** Where the printed text differs: offset in it, and line and column from 1. */
  readonly printedOffset: number;
  readonly line: number;
  readonly column: number;
  /** Which byte on the wire, from 0, … */
  readonly byte: number;
  /** … of which client, from 1. */
  readonly client: number;
  /** What was printed from there to the end of the line, with bytes drawn (␍␊, ␀, ·). Empty: no more bytes. */
  readonly expected: string;
  /** What came from there to the end of the line, drawn in the same way. Empty: no more bytes. */
  readonly actual: string;
  /** The step to seek to see that byte written, if it was. */
  readonly step?: number | undefined;
  /** Whether the comparison was given up there, since it was too much work: too many wildcards for a long answer. */
  readonly isGivenUp?: boolean | undefined;
}

/** A printed answer beside the true one. */
export interface Match {
  readonly matches: boolean;
  /** The wildcards in the printed text, each once. */
  readonly patterns: readonly string[];
  /** The texts that names stand for, those that were known before too: a character for each byte. */
  readonly captured: Readonly<Record<string, string>>;
  /** Undefined if all is as printed. */
  readonly first?: Difference;
}

/** What comparing needs of an example's run. */
export type Answers = Pick<Played, 'answers'>;

/**
 * Compares a printed answer with the answers of a run. `values` are the texts that names already stand for: pass
 * `captured` of the examples before it on the same page. A client without a printed answer must have received nothing.
 * Throws NotationError for a printed text that cannot be read.
 */
export function compareAnswer(printed: string, played: Answers, values: Readonly<Record<string, string>> = {}): Match {
  let known: Values = new Map(Object.entries(values));
  const patterns = patternsOf(printed);
  for (const answer of inOrder(parseAnswer(printed), played, printed.length)) {
    const bytes = played.answers[answer.client]?.bytes ?? new Uint8Array();
    const result = matchAnswer(answer, bytes, known);
    if ('divergence' in result) {
      const first = difference(printed, answer.client, result.divergence, played);
      return { matches: false, patterns, captured: Object.fromEntries(known), first };
    }
    known = result.values;
  }
  return { matches: true, patterns, captured: Object.fromEntries(known) };
}

/** The printed answers, and an empty one for each client that has none. */
function inOrder(printed: readonly PrintedAnswer[], { answers }: Answers, end: number): PrintedAnswer[] {
  const missing = answers.flatMap((_, client) =>
    printed.some((answer) => answer.client === client)
      ? []
      : [{ client, lines: [], areLastLineEndsFree: false, from: end, to: end }],
  );
  return [...printed, ...missing];
}

function difference(printed: string, client: number, divergence: Divergence, played: Answers): Difference {
  const { printedOffset, byte, expected, skipped, isGivenUp } = divergence;
  const before = printed.slice(0, printedOffset);
  const bytes = played.answers[client]?.bytes ?? new Uint8Array();
  const lineEnd = bytes.indexOf(0x0a, byte);
  const step = wrote(played, byte, client);
  return {
    printedOffset,
    line: before.split('\n').length,
    column: before.length - before.lastIndexOf('\n'),
    byte,
    client: client + 1,
    expected: drawTokens(expected, skipped),
    actual: drawBytes(bytes.subarray(byte, lineEnd < 0 ? bytes.length : lineEnd + 1)),
    ...(step === undefined ? {} : { step }),
    ...(isGivenUp === undefined ? {} : { isGivenUp }),
  };
}

const drawTokens = (tokens: readonly Token[], skipped: number): string =>
  tokens
    .map((token, index) => {
      if (token.kind === 'bytes') return drawBytes(token.bytes.subarray(index === 0 ? skipped : 0));
      return token.kind === 'any' ? '[..]' : `[${token.name}]`;
    })
    .join('');

function patternsOf(printed: string): string[] {
  const found = new Set<string>();
  for (const { text, number } of linesOf(printed)) {
    if (isAnyLines(text)) found.add(ANY_LINES);
    else if (directiveOf(text, number, 'answer') === undefined) {
      for (const part of partsOf(text)) if (part.kind !== 'text') found.add(part.text);
    }
  }
  return [...found];
}
