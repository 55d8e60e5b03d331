/** What an author wrote at an element, as `embed.js` works with it. */
import type { ServerKind } from '../../../src/vocabulary.ts';
import type { AppSource, Face, PaneName, Wanted } from '../contract.ts';
import { wordsOf, written } from '../loader/attributes.ts';
import { readBlock } from '../loader/read-block.ts';
import { languageOf } from '../loader/surroundings.ts';
import { problem } from '../loader/words.ts';
import { themeOf } from './theme.ts';

/** What the named wildcards of examples that have run stand for. */
const captured = new Map<Element, Readonly<Record<string, string>>>();

export function capture(element: Element, values: Readonly<Record<string, string>> | undefined): void {
  if (values === undefined) captured.delete(element);
  else captured.set(element, values);
}

/** A name stands for the same text in all later examples of the page. */
function valuesBefore(element: Element): Readonly<Record<string, string>> {
  const earlier = [...captured].filter(([one]) => isBefore(one, element));
  const inOrder = earlier.toSorted(([one], [other]) => (isBefore(one, other) ? -1 : 1));
  return Object.assign({}, ...inOrder.map(([, values]) => values)) as Record<string, string>;
}

export function wantedOf(face: Face): Wanted {
  const { element, blocks } = face;
  const attribute = (name: string): string | undefined => written(element, name);
  const src = attribute('src');
  const seed = attribute('seed');
  return {
    ...askedBy(face),
    src: src?.startsWith('#') === true ? src : absolute(src),
    answer: blocks.answer && readBlock(blocks.answer),
    app: attribute('app'),
    appSource: appSourceOf(element),
    server: attribute('server') as ServerKind | undefined,
    seed: seed === undefined ? undefined : Number(seed),
    link: attribute('link'),
    at: attribute('at'),
    view: wordsOf(element, 'view') as PaneName[],
    lab: attribute('lab'),
    group: attribute('group'),
    earlier: earlierOf(face).map(askedBy),
    values: valuesBefore(element),
    isReadonly: element.hasAttribute('readonly'),
    height: attribute('height'),
    theme: themeOf(element),
    lang: languageOf(element),
  };
}

/** What an element sends. */
const askedBy = ({ element, blocks }: Face): Wanted['earlier'][number] => ({
  // The line end after `<script …>` is none of the request's; after `<pre>` the browser drops it.
  request: blocks.request && readBlock(blocks.request).replace(blocks.request.localName === 'script' ? /^\n/ : '', ''),
  // Spaces and line ends may be what matters here.
  escaped: element.getAttribute('request') ?? undefined,
  lineEnds: written(element, 'line-ends') === 'lf' ? 'lf' : 'crlf',
});

/** The elements of the same group that stand before one. */
const earlierOf = (face: Face): Face[] =>
  face
    .mates('group')
    .filter(({ element }) => isBefore(element, face.element))
    .toSorted((one, other) => (isBefore(one.element, other.element) ? -1 : 1));

const isBefore = (one: Node, other: Node): boolean =>
  (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

const absolute = (address: string | undefined): string | undefined =>
  address === undefined ? undefined : new URL(address, document.baseURI).href;

/** `app-src` is a selector (`#shop`, `.shop`, `[data-app]`) of elements with the app's text, or an address. */
function appSourceOf(element: Element): AppSource | undefined {
  const source = written(element, 'app-src');
  if (source === undefined) return undefined;
  if (!/^(?:[#[]|\.\w)/.test(source)) return { address: absolute(source) as string };
  const parts = [...document.querySelectorAll(source)].map((part) => readBlock(part).replace(/\n$/, ''));
  if (parts.length === 0) throw problem(languageOf(element), 'not-found', { value: source });
  return { text: `${parts.join('\n')}\n` };
}
