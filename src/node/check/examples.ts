/**
 * The examples of a document: each tag with its request, its printed answer and the machine that it wants, paired as
 * the element in a page pairs them.
 */
import { isAnswerText, isRequestText, pair } from '../../examples/index.ts';
import type { Item, Pairing } from '../../examples/index.ts';
import { ExampleError, said } from './attributes.ts';
import { textOf } from './find/found.ts';
import type { Document, Found, FoundBlock, FoundTag } from './find/found.ts';

/** A tag with its blocks. */
export interface Example {
  readonly tag: FoundTag;
  readonly request: FoundBlock | undefined;
  readonly answer: FoundBlock | undefined;
  /** The author's app, from blocks that `app-src` names. */
  readonly appBlocks: readonly FoundBlock[];
  /** Why it cannot be run. */
  readonly problem: string | undefined;
}

/** In document order. */
export function examplesOf(document: Document): Example[] {
  const { found } = document;
  const own = ownBlocks(found);
  const inner = new Set([...own.values()].flat());
  const page = found.filter((one) => one.kind === 'tag' || (one.isScript !== true && !inner.has(one)));
  const pairings = pair(
    page.map((one) => itemOf(one, own)),
    (selector) => {
      const index = page.findIndex((one) => one.kind === 'block' && isMeant(one, selector));
      return index < 0 ? undefined : index;
    },
  );
  return pairings.map((pairing) => exampleOf(page, pairing, own, found));
}

/** The blocks inside of each tag that has some. */
function ownBlocks(found: readonly Found[]): Map<FoundTag, FoundBlock[]> {
  const own = new Map<FoundTag, FoundBlock[]>();
  for (const tag of found) {
    if (tag.kind !== 'tag') continue;
    const inside = found.filter((one) => one.kind === 'block' && one.start > tag.start && one.end <= tag.end);
    if (inside.length > 0) own.set(tag, inside as FoundBlock[]);
  }
  return own;
}

function itemOf(one: Found, own: ReadonlyMap<FoundTag, unknown>): Item {
  if (one.kind === 'block') return { kind: 'block', text: textOf(one), id: one.id };
  const isAlone = own.has(one) || one.attributes.has('request') || one.attributes.has('src');
  const attach = said(one, 'attach') ?? (isAlone ? 'none' : undefined);
  return { kind: 'element', attach, expect: said(one, 'expect') };
}

/** `#id` and `.class`: other selectors need the page that a docs tool makes. */
const isMeant = ({ id, classes }: FoundBlock, selector: string): boolean =>
  (selector.startsWith('#') && id === selector.slice(1)) ||
  (selector.startsWith('.') && classes.includes(selector.slice(1)));

function exampleOf(
  page: readonly Found[],
  pairing: Pairing,
  own: ReadonlyMap<FoundTag, readonly FoundBlock[]>,
  found: readonly Found[],
): Example {
  const tag = page[pairing.element] as FoundTag;
  const block = (index: number | undefined): FoundBlock | undefined =>
    index === undefined ? undefined : (page[index] as FoundBlock);
  const inside = own.get(tag) ?? [];
  const request = inside.find((one) => isRequestText(textOf(one))) ?? block(pairing.request);
  const expect = said(tag, 'expect');
  const after = inside.slice(request === undefined ? 0 : inside.indexOf(request) + 1);
  const ownAnswer = expect === 'none' ? undefined : after.find((one) => expect === 'next' || isAnswerText(textOf(one)));
  const example = { tag, request, answer: ownAnswer ?? block(pairing.answer) };
  try {
    return { ...example, appBlocks: appBlocksOf(tag, found), problem: tag.problem ?? problemOf(page, pairing) };
  } catch (error) {
    if (error instanceof ExampleError) return { ...example, appBlocks: [], problem: error.message };
    throw error;
  }
}

/** Blocks that `app-src` names by a selector; none when it names a file. */
function appBlocksOf(tag: FoundTag, found: readonly Found[]): readonly FoundBlock[] {
  const selector = said(tag, 'app-src') ?? '';
  if (!/^[#.[]/.test(selector) || /^\.{1,2}\//.test(selector)) return [];
  const blocks = found.filter((one): one is FoundBlock => one.kind === 'block' && isMeant(one, selector));
  if (blocks.length === 0) throw new ExampleError(`app-src: ${notFound(selector)}`);
  return blocks;
}

const notFound = (selector: string): string =>
  `'${selector}' means no code block of this file; check knows #id and .class of fences, directives and HTML`;

const lineOf = (one: Found | undefined): number => one?.source.place(one.start).line ?? 0;

function problemOf(page: readonly Found[], { problem }: Pairing): string | undefined {
  if (problem === undefined) return undefined;
  switch (problem.why) {
    case 'no-request':
      return 'no code block before it is a request';
    case 'not-found':
      return notFound(problem.selector);
    case 'claimed': {
      const [block, by] = [page[problem.block], page[problem.by]];
      return `the code block in line ${lineOf(block)} belongs to the tag in line ${lineOf(by)} already`;
    }
    default:
      return problem satisfies never;
  }
}
