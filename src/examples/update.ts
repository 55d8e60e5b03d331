/** The true answer in the place of a printed one, with the author's wildcards where they still say the truth. */
import { compareAnswer } from './compare.ts';
import type { Answers } from './compare.ts';
import { matchLine, Work } from './match-line.ts';
import { directiveOf, linesOf } from './notation.ts';
import { parseAnswer } from './pattern.ts';
import type { Token } from './pattern.ts';
import { printAnswer } from './print.ts';
import { hasWildcards, isAnyLines } from './wildcards.ts';

/** Longer texts are printed without the wildcards of before: the work grows with the product of both lengths. */
const MOST_PAIRS = 250_000;

/**
 * The text to print for the answers of a run. A printed text that matches stays as it is. Otherwise it is the true
 * answer; a line with wildcards that stands for its line is kept, and so is `...` where the lines around it are kept.
 * No line end at the end. Throws NotationError for a printed text that cannot be read.
 */
export function updatePrinted(printed: string, played: Answers, values: Readonly<Record<string, string>> = {}): string {
  if (compareAnswer(printed, played, values).matches) return printed;
  const truth = printAnswer(played);
  const kept = merge(printed, truth);
  return kept !== undefined && compareAnswer(kept, played, values).matches ? kept : truth;
}

/** How much two lines have in common. `...` takes lines only where nothing better is known of them. */
const SAME = 1000;
const SAME_FIELD = 500;
const REPLACED = 10;
const TAKEN = 1;

/** A line of a printed text, with what comparing it needs. */
interface PrintedLine {
  readonly text: string;
  readonly isNotation: boolean;
  readonly isGap: boolean;
  readonly isWild: boolean;
  /** Without a line end. */
  readonly tokens: readonly Token[];
}

/** Lines of the truth with the wildcards of the printed lines; undefined if there are none or it is too much work. */
function merge(printed: string, truth: string): string | undefined {
  const old = linesOf(printed).map(lineOf);
  const lines = linesOf(truth).map(lineOf);
  if (!old.some(({ isWild }) => isWild) || old.length * lines.length > MOST_PAIRS) return undefined;
  const scores = new Scores(old, lines);
  const kept: string[] = [];
  for (let i = 0, j = 0; i < old.length || j < lines.length;) {
    const [before, line] = [old[i], lines[j]];
    const move = scores.moveAt(i, j);
    const isNew = kept.at(-1) !== before?.text;
    if (before?.isGap === true && isNew && move !== 'add') kept.push(before.text);
    else if (before !== undefined && move === 'pair')
      kept.push(scores.pair(i, j) === SAME ? before.text : (line?.text ?? ''));
    else if (line !== undefined && move === 'add') kept.push(line.text);
    if (move === 'drop' || move === 'pair') i += 1;
    if (move !== 'drop') j += 1;
  }
  return saysNothing(kept) ? undefined : kept.join('\n');
}

/** `...` alone is true of every answer. */
const saysNothing = (kept: readonly string[]): boolean => kept.every(isAnyLines);

/** Both lines stand for each other; `...` takes the true one; the true one is added; the printed one is dropped. */
type Move = 'pair' | 'take' | 'add' | 'drop';

/** The best score of the printed lines from `i` on beside the true ones from `j` on, for all `i` and `j`. */
class Scores {
  private readonly _old: readonly PrintedLine[];
  private readonly _lines: readonly PrintedLine[];
  private readonly _scores: Int32Array;
  private readonly _work = new Work();

  constructor(old: readonly PrintedLine[], lines: readonly PrintedLine[]) {
    this._old = old;
    this._lines = lines;
    this._scores = new Int32Array((old.length + 1) * (lines.length + 1));
    for (let i = old.length - 1; i >= 0; i -= 1) {
      for (let j = lines.length; j >= 0; j -= 1) {
        this._scores[i * (lines.length + 1) + j] = Math.max(...this._choices(i, j).map(([, score]) => score));
      }
    }
  }

  moveAt(i: number, j: number): Move {
    const choices = this._choices(i, j);
    const best = Math.max(...choices.map(([, score]) => score));
    return choices.find(([, score]) => score === best)?.[0] ?? 'add';
  }

  /** How alike a printed line and a true one are; 0 for those that cannot stand for each other. */
  pair(i: number, j: number): number {
    const [before, line] = [this._old[i], this._lines[j]];
    if (before === undefined || line === undefined || before.isGap) return 0;
    if (before.text === line.text) return SAME;
    if (before.isNotation || line.isNotation) return 0;
    if (before.isWild && standsFor(before, line, this._work)) return SAME;
    const field = /^[^\s:]+:/.exec(before.text)?.[0];
    return field !== undefined && line.text.startsWith(field) ? SAME_FIELD : REPLACED;
  }

  private _choices(i: number, j: number): (readonly [Move, number])[] {
    const choices: (readonly [Move, number])[] = [];
    const pair = this.pair(i, j);
    if (pair > 0) choices.push(['pair', pair + this._at(i + 1, j + 1)]);
    if (this._old[i]?.isGap === true && j < this._lines.length) choices.push(['take', TAKEN + this._at(i, j + 1)]);
    if (i < this._old.length) choices.push(['drop', this._at(i + 1, j)]);
    if (j < this._lines.length) choices.push(['add', this._at(i, j + 1)]);
    return choices.length === 0 ? [['add', 0]] : choices;
  }

  private _at(i: number, j: number): number {
    return this._scores[i * (this._lines.length + 1) + j] ?? 0;
  }
}

function lineOf({ text }: { readonly text: string }): PrintedLine {
  const isNotation = directiveOf(text, 1, 'answer') !== undefined;
  const isGap = !isNotation && isAnyLines(text);
  const isWild = !isNotation && hasWildcards(text);
  const [read] = isNotation || isGap ? [] : parseAnswer(`[[lf]]\n${text}\n[[end]]`);
  const lines = read?.lines ?? [];
  return {
    text,
    isNotation,
    isGap,
    isWild,
    tokens: lines.flatMap((line) => (line.kind === 'line' ? line.tokens : [])),
  };
}

/** Whether a printed line with wildcards stands for a true one, which has none. */
function standsFor(before: PrintedLine, line: PrintedLine, work: Work): boolean {
  const bytes = line.tokens.flatMap((token) => (token.kind === 'bytes' ? [...token.bytes] : []));
  return 'values' in matchLine(before.tokens, Uint8Array.from(bytes), new Map(), work);
}
