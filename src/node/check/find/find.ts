/** Finds what a file holds, by the ending of its name. */
import type { Document, Found } from './found.ts';
import { findInHtml } from './html.ts';
import { findInMarkdown, findInMdx } from './markdown.ts';
import { findInRest } from './rest.ts';
import type { ReadBeside } from './literal-include.ts';
import type { SourceText } from '../source-text.ts';

type Finder = (source: SourceText, readBeside: ReadBeside) => Found[];

const FINDERS: Readonly<Record<string, Finder>> = {
  md: findInMarkdown,
  markdown: findInMarkdown,
  mdx: findInMdx,
  rst: findInRest,
  html: (source) => findInHtml(source),
  htm: (source) => findInHtml(source),
};

/** The endings of documents, as they are named to users. */
export const ENDINGS: readonly string[] = Object.keys(FINDERS);

/** A tag or a directive, or a fence with the word. */
const NAMES_IT = /glas-?werk/i;

const endingOf = (path: string): string => /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

export const isDocument = (path: string): boolean => Object.hasOwn(FINDERS, endingOf(path));

/**
 * What a document holds, in the order in which a reader meets it. A text that does not name the element is not parsed.
 * Throws UnreadableError for a text that cannot be.
 */
export function findIn(source: SourceText, readBeside: ReadBeside): Document {
  const finder = FINDERS[endingOf(source.path)];
  if (finder === undefined || !NAMES_IT.test(source.text)) return { source, found: [] };
  return { source, found: finder(source, readBeside) };
}
