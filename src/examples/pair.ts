/**
 * Which code blocks belong to which element: a pure function over a page in document order, the same in the loader of
 * the embed and in `glaswerk check`. The loader carries this file, so it imports nothing else.
 */
import { isAnswerText, isRequestText } from './looks-like.ts';

/** A code block of a page, with the text that it shows. */
export interface BlockItem {
  readonly kind: 'block';
  readonly text: string;
  readonly id?: string | undefined;
}

/** An element, with its attributes of these names. */
export interface ElementItem {
  readonly kind: 'element';
  /**
   * `prev`, or nothing: the nearest request before it. `none`: no block, its request stands in an attribute. Anything
   * else is a selector.
   */
  readonly attach?: string | undefined;
  /**
   * Nothing: the block right after the request, if it is an answer. `next`: that block, whatever it looks like. `none`:
   * no block. Anything else is a selector.
   */
  readonly expect?: string | undefined;
}

/** What a page is made of, in document order. */
export type Item = BlockItem | ElementItem;

/** Why an element did not get what it asked for. */
export type PairingProblem =
  /** No block before the element is a request. */
  | { readonly why: 'no-request' }
  /** No block is meant by the selector. */
  | { readonly why: 'not-found'; readonly selector: string }
  /** Another element, at this index, has taken the block at that index before. */
  | { readonly why: 'claimed'; readonly block: number; readonly by: number };

/** An element with its blocks, as indexes in the list of items. */
export interface Pairing {
  readonly element: number;
  readonly request?: number;
  readonly answer?: number;
  readonly problem?: PairingProblem;
}

/** Finds the block that a selector means: its index in the list; undefined when there is none. */
export type FindBlock = (selector: string, element: number) => number | undefined;

/** Finds blocks by their ids alone: the selector is `#` and an id. */
export const byId =
  (items: readonly Item[]): FindBlock =>
  (selector) => {
    const index = items.findIndex((item) => item.kind === 'block' && item.id && `#${item.id}` === selector);
    return index < 0 ? undefined : index;
  };

/**
 * Pairs each element with its request and its printed answer, in document order. The first element that claims a block
 * keeps it.
 */
export function pair(items: readonly Item[], find: FindBlock): Pairing[] {
  const claimed = new Map<number, number>();
  return items.flatMap((item, element): Pairing[] => {
    if (item.kind === 'block') return [];
    const found = blocksOf(items, element, find);
    const blocks = [found.request, found.answer].filter((block) => block !== undefined);
    const taken = blocks.find((block) => claimed.has(block));
    if (taken !== undefined) {
      return [{ element, problem: { why: 'claimed', block: taken, by: claimed.get(taken) as number } }];
    }
    for (const block of blocks) claimed.set(block, element);
    return [{ element, ...found }];
  });
}

function blocksOf(items: readonly Item[], element: number, find: FindBlock): Omit<Pairing, 'element'> {
  const { attach = 'prev', expect } = items[element] as ElementItem;
  let request: number | undefined;
  if (attach === 'prev') {
    request = items.findLastIndex((item, at) => at < element && item.kind === 'block' && isRequestText(item.text));
    if (request < 0) return { problem: { why: 'no-request' } };
  } else if (attach !== 'none') {
    request = find(attach, element);
    if (request === undefined) return { problem: { why: 'not-found', selector: attach } };
  }
  const found = request === undefined ? {} : { request };
  if (expect === 'none' || (expect === undefined && request === undefined)) return found;
  if (expect !== undefined && expect !== 'next') {
    const answer = find(expect, element);
    return answer === undefined ? { ...found, problem: { why: 'not-found', selector: expect } } : { ...found, answer };
  }
  const answer = items.findIndex((item, at) => at > (request ?? element) && item.kind === 'block');
  const block = items[answer];
  return block?.kind === 'block' && (expect === 'next' || isAnswerText(block.text)) ? { ...found, answer } : found;
}
