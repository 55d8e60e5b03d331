/**
 * Which code blocks belong to which element. All elements of a document are looked at together, because two may claim
 * one block; and again when code blocks come, go or change, because pages that draw themselves bring them late.
 */
import { pair, type Item, type PairingProblem } from '../../../src/examples/pair.ts';
import type { Blocks } from '../contract.ts';
import { TAGS, written } from './attributes.ts';
import { BLOCKS, isBlock, readBlock } from './read-block.ts';

/** A page may take this long, after it was loaded, to bring a block before an element says that it misses it. */
const PATIENCE_MILLIS = 1000;

/** What is known here of an element. */
export interface Attachable extends HTMLElement {
  /** Whether it takes the block before it when it says nothing. */
  readonly takesBlock: boolean;
  /** It has its blocks, or cannot have them; or the language around it may be another one. */
  attached(blocks: Blocks, problem: PairingProblem | undefined): void;
}

/** The elements in the document. */
const elements = new Set<Attachable>();
/** Until then an element that misses a block waits in silence. */
let patientUntil = 0;
let isDue = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let observer: MutationObserver | undefined;

export function attach(element: Attachable): void {
  elements.add(element);
  patientUntil = Date.now() + PATIENCE_MILLIS;
  observer ??= new MutationObserver((records) => {
    if (records.some(matters)) attachSoon();
  });
  for (const root of [document, element.getRootNode()]) {
    observer.observe(root, { childList: true, subtree: true, characterData: true, attributeFilter: ['lang'] });
  }
  attachSoon();
}

export function detach(element: Attachable): void {
  elements.delete(element);
  if (elements.size > 0) attachSoon();
  else observer?.disconnect();
}

/** The elements whose attribute of that name says the same. */
export const matesOf = (element: Attachable, name: string): Attachable[] =>
  [...elements].filter((one) => written(one, name) && written(one, name) === written(element, name));

/** A change in a code block, a code block that came or went, or another language. */
const matters = ({ type, target, addedNodes, removedNodes }: MutationRecord): boolean =>
  type === 'attributes' ||
  !!(target.parentElement ?? (target as Element)).closest?.('pre') ||
  [...addedNodes, ...removedNodes].some(
    (node) => node instanceof Element && (node.matches('pre') || node.querySelector('pre')),
  );

/** Once for all that happens at a time; not before the document is there. */
export function attachSoon(): void {
  if (isDue) return;
  isDue = true;
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', attachNow, { once: true });
  else queueMicrotask(attachNow);
}

export function attachNow(): void {
  isDue = false;
  for (const root of new Set([...elements].map((element) => element.getRootNode() as Document | ShadowRoot))) {
    const nodes = [...root.querySelectorAll(`${BLOCKS},${TAGS}`)].filter((node) => isOurs(node) || isBlock(node));
    const inside = (element: Element): Element[] => nodes.filter((node) => node !== element && element.contains(node));
    // Plain HTML: the blocks inside an element are its own.
    const single = nodes.filter((node) => isOurs(node) && !written(node, 'attach') && inside(node).length > 0);
    for (const element of single) give([...inside(element), element]);
    give(
      nodes.filter((node) => !single.some((element) => element.contains(node))),
      root,
    );
  }
}

const isOurs = (node: Element): node is Attachable => elements.has(node as Attachable);

/** Pairs what stands in a list, and tells each element. */
function give(nodes: readonly Element[], root?: ParentNode): void {
  const items = nodes.map((node): Item => {
    if (!isOurs(node)) return { kind: 'block', text: readBlock(node) };
    const attach = written(node, 'attach') ?? (!root || node.takesBlock ? undefined : 'none');
    return { kind: 'element', attach, expect: written(node, 'expect') };
  });
  // A selector means the block, something in it, or something around it.
  const find = (selector: string): number | undefined => {
    const target = targetOf(selector, root);
    const at = nodes.findIndex((node) => !isOurs(node) && target && (node.contains(target) || target.contains(node)));
    return at < 0 ? undefined : at;
  };
  for (const { element: at, request, answer, problem } of pair(items, find)) {
    if (problem && problem.why !== 'claimed' && isEarly()) continue;
    (nodes[at] as Attachable).attached({ request: nodes[request ?? -1], answer: nodes[answer ?? -1] }, problem);
  }
}

function targetOf(selector: string, root: ParentNode | undefined): Element | null | undefined {
  try {
    return root?.querySelector(selector);
  } catch {
    // Not a selector.
    return undefined;
  }
}

/** Whether it is too early to miss a block; then it is looked for again later. */
function isEarly(): boolean {
  clearTimeout(timer);
  if (document.readyState === 'complete' && Date.now() >= patientUntil) return false;
  timer = setTimeout(attachSoon, PATIENCE_MILLIS);
  return true;
}
