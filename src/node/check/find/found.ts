/**
 * What a document holds for `glaswerk check`: its code blocks and its tags, in the order in which a reader meets them.
 */
import type { SourceText } from '../source-text.ts';

/** One line of a code block, and where each of its characters is in the file. */
export interface TextLine {
  readonly text: string;
  /** Where it begins and ends in the file, without indentation and without its line end. */
  readonly start: number;
  readonly end: number;
  /** Where each character is; undefined when they stand one by one from `start` on. */
  readonly offsets?: readonly number[] | undefined;
}

/** How lines of a block are written into its file. */
export interface Layout {
  /** Whether each line has a line of the file for itself. What stands before it there, and before an empty one. */
  readonly ownsLines: boolean;
  readonly prefix: string;
  readonly emptyPrefix: string;
  /** Characters that the format has to escape. */
  encode(text: string): string;
  /** Where the first line of an empty block is put: after a line end. */
  readonly insertAt: number;
}

export interface FoundBlock {
  readonly kind: 'block';
  readonly source: SourceText;
  /** Its language, as the author wrote it; empty without one. */
  readonly language: string;
  readonly id: string | undefined;
  /** Names by which the author can mean several blocks. */
  readonly classes: readonly string[];
  /** A script with text: it is no code block, and is only there to be named by `app-src`. */
  readonly isHidden?: boolean | undefined;
  /** Where it begins and ends in the document, fence and all. */
  readonly start: number;
  readonly end: number;
  readonly lines: readonly TextLine[];
  /** How to write it; why not, when it cannot be written. */
  readonly layout: Layout | string;
}

export interface FoundTag {
  readonly kind: 'tag';
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
  /** Where the author wrote it, if it has its place in the page elsewhere: a fence that is an example. */
  readonly written?: number | undefined;
  /** Lower-case names; the value of an attribute without one is ''. */
  readonly attributes: ReadonlyMap<string, string>;
  /** What could not be read of it. */
  readonly problem?: string | undefined;
}

export type Found = FoundBlock | FoundTag;

/** What one file holds. */
export interface Document {
  readonly source: SourceText;
  readonly found: readonly Found[];
}

/** The name of the element. */
export const TAG = 'glas-werk';

export const textOf = ({ lines }: FoundBlock): string => lines.map(({ text }) => text).join('\n');

/** Where a character of a block's text is in its file; lines and columns are counted from 0. */
export function positionIn(block: FoundBlock, line: number, column: number): number {
  const found = block.lines[Math.min(line, block.lines.length - 1)];
  if (found === undefined) return block.start;
  if (line >= block.lines.length) return found.end;
  return found.offsets === undefined ? Math.min(found.start + column, found.end) : (found.offsets[column] ?? found.end);
}

/** Spaces in place of all but line ends: everything that stays has its position. */
export const blanked = (text: string): string => text.replaceAll(/[^\r\n]/g, ' ');

/** Lines of a block as one of their own. */
export function partOf(block: FoundBlock, from: number, to: number = block.lines.length): FoundBlock {
  const lines = block.lines.slice(from, to);
  return { ...block, lines, start: lines[0]?.start ?? block.start, end: lines.at(-1)?.end ?? block.end };
}
