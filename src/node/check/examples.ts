/**
 * The examples of a document: each tag with its request, its printed answer and the machine that it wants, paired as
 * the element in a page pairs them.
 */
import { pair } from '../../examples/index.ts';
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
export function examplesOf({ found }: Document): Example[] {
  const own = ownBlocks(found);
  const inner = new Set<Found>([...own.values()].flat());
  const page = found.filter((one) => !own.has(one) && !inner.has(one) && !isHidden(one));
  const lists = [...[...own].map(([tag, blocks]) => [...blocks, tag]), page];
  return lists
    .flatMap((list) => paired(list, list === page).map((pairing) => exampleOf(list, pairing, found)))
    .toSorted((one, other) => one.tag.start - other.tag.start);
}

const isHidden = (one: Found): boolean => one.kind === 'block' && one.isHidden === true;

/** The blocks inside of each tag that has some, and takes no other ones. */
function ownBlocks(found: readonly Found[]): Map<Found, FoundBlock[]> {
  const own = new Map<Found, FoundBlock[]>();
  for (const tag of found) {
    if (tag.kind !== 'tag' || said(tag, 'attach') !== undefined) continue;
    const inside = found.filter(
      (one): one is FoundBlock => one.kind === 'block' && !isHidden(one) && one.start > tag.start && one.end <= tag.end,
    );
    if (inside.length > 0) own.set(tag, inside);
  }
  return own;
}

/** Pairs what stands in a list: the page, or a tag behind its own blocks. */
function paired(list: readonly Found[], isPage: boolean): Pairing[] {
  const items = list.map((one): Item => {
    if (one.kind === 'block') return { kind: 'block', text: textOf(one), id: one.id };
    const takesBlock = !isPage || !(one.attributes.has('request') || one.attributes.has('src'));
    return {
      kind: 'element',
      attach: said(one, 'attach') ?? (takesBlock ? undefined : 'none'),
      expect: said(one, 'expect'),
    };
  });
  return pair(items, (selector) => {
    const index = list.findIndex((one) => one.kind === 'block' && isMeant(one, selector));
    return index < 0 ? undefined : index;
  });
}

/** `#id` and `.class`: other selectors need the page that a docs tool makes. */
const isMeant = ({ id, classes }: FoundBlock, selector: string): boolean =>
  (selector.startsWith('#') && id === selector.slice(1)) ||
  (selector.startsWith('.') && classes.includes(selector.slice(1)));

function exampleOf(list: readonly Found[], pairing: Pairing, found: readonly Found[]): Example {
  const tag = list[pairing.element] as FoundTag;
  const block = (index: number | undefined): FoundBlock | undefined =>
    index === undefined ? undefined : (list[index] as FoundBlock);
  const example = { tag, request: block(pairing.request), answer: block(pairing.answer) };
  try {
    return { ...example, appBlocks: appBlocksOf(tag, found), problem: tag.problem ?? problemOf(list, pairing) };
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
