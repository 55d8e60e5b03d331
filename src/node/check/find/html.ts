/**
 * Finds `<pre>` blocks, scripts of the types `text/x-http` and `text/plain`, and `<glas-werk>` tags in HTML. parse5
 * reads it as a browser does: what stands in a comment, in a script or in a text is not found.
 */
import { parse, parseFragment } from 'parse5';
import type { DefaultTreeAdapterTypes } from 'parse5';
import type { SourceText } from '../source-text.ts';
import { TAG } from './found.ts';
import type { Found, FoundBlock, Layout, TextLine } from './found.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** Levels of elements that are looked into. */
const MOST_LEVELS = 500;

/** In document order. @param text the text of the file, in which parts that are not HTML may be blank. */
export function findInHtml(source: SourceText, text: string = source.text): Found[] {
  const isPage = text === source.text;
  const options = { sourceCodeLocationInfo: true } as const;
  const { childNodes } = isPage ? parse(text, options) : parseFragment(text, options);
  const found: Found[] = [];
  visit(childNodes, 0, (element) => {
    const one = foundIn(source, element);
    // What is not HTML of the file inside of a block is Markdown, of which a docs tool makes other text.
    const isWhole = one?.kind !== 'block' || source.text.slice(one.start, one.end) === text.slice(one.start, one.end);
    if (one !== undefined && isWhole) found.push(one);
    // What a block holds is its text.
    return one?.kind !== 'block';
  });
  return found.toSorted((one, other) => one.start - other.start);
}

function visit(nodes: readonly Node[], level: number, look: (element: Element) => boolean): void {
  if (level > MOST_LEVELS) return;
  for (const node of nodes) {
    if (!('tagName' in node) || !look(node)) continue;
    visit(node.childNodes, level + 1, look);
    if ('content' in node) visit(node.content.childNodes, level + 1, look);
  }
}

function foundIn(source: SourceText, element: Element): Found | undefined {
  const at = element.sourceCodeLocation;
  const attributes = new Map(element.attrs.map(({ name, value }) => [name, value]));
  // A tag that the parser adds by itself has no place.
  if (at?.startTag === undefined) return undefined;
  if (element.tagName === TAG) {
    const { startOffset: start, endOffset } = at.startTag;
    // HTML knows no `/>`, but Vue and MDX do: what follows is not inside.
    const isClosed = at.endTag !== undefined && source.text.slice(endOffset - 2, endOffset) !== '/>';
    return { kind: 'tag', source, start, end: isClosed ? at.endOffset : endOffset, attributes };
  }
  const isScript = element.tagName === 'script' && /^text\/(?:x-http|plain)$/.test(attributes.get('type') ?? '');
  // One that is not closed would be all the rest of the file.
  if ((element.tagName !== 'pre' && !isScript) || at.endTag === undefined) return undefined;
  return blockOf(source, element, attributes);
}

function blockOf(source: SourceText, element: Element, attributes: ReadonlyMap<string, string>): FoundBlock {
  const at = element.sourceCodeLocation;
  const start = at?.startTag?.endOffset ?? 0;
  const texts = textNodes(element);
  const isRaw = element.tagName === 'script';
  const characters = texts.flatMap((one) => (isRaw ? scriptPositions(source.text, one) : positions(source.text, one)));
  // The parser drops the line end right after `<pre>`, but not the one after `<script>`.
  if (isRaw && characters[0]?.text === '\n') characters.shift();
  const lines = linesOf(characters, start);
  const hasMarkup = hasMarkupIn(element);
  const layout: Layout = {
    ownsLines: false,
    prefix: '',
    emptyPrefix: '',
    encode: isRaw ? (text) => text : escapeHtml,
    insertAt: start,
  };
  return {
    kind: 'block',
    source,
    language: languageOf(element),
    id: attributes.get('id'),
    classes: (attributes.get('class') ?? '').split(/\s+/).filter((name) => name !== ''),
    isHidden: isRaw && attributes.get('type') === 'text/plain',
    start: at?.startOffset ?? start,
    end: at?.endOffset ?? start,
    lines,
    layout: hasMarkup ? 'it has markup inside' : layout,
  };
}

interface TextNode {
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

function textNodes(element: Element, level = 0): TextNode[] {
  if (level > MOST_LEVELS) return [];
  return element.childNodes.flatMap((node): TextNode[] => {
    if (node.nodeName === '#text' && 'value' in node) {
      const { startOffset: from = 0, endOffset: to = 0 } = node.sourceCodeLocation ?? {};
      return [{ value: node.value, from, to }];
    }
    return 'tagName' in node ? textNodes(node, level + 1) : [];
  });
}

/** Whether there is more in it than one text, or one `<code>` with one text. */
function hasMarkupIn({ childNodes: [only, ...others] }: Element, isCode = false): boolean {
  if (only === undefined) return false;
  if (others.length > 0) return true;
  return 'tagName' in only && (isCode || only.tagName !== 'code' || hasMarkupIn(only, true));
}

interface Character {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const REFERENCE = /&(?:#[xX][\da-fA-F]+|#\d+|[A-Za-z][A-Za-z\d]*);?/y;

/** Where each UTF-16 code unit of a text node is. The parser has decoded references and line ends. */
function positions(text: string, { value, from, to }: TextNode): Character[] {
  const characters: Character[] = [];
  let at = from;
  for (let index = 0; index < value.length;) {
    REFERENCE.lastIndex = at;
    const [reference] = text[at] === '&' ? (REFERENCE.exec(text) ?? []) : [];
    const decoded = reference === undefined ? undefined : decode(reference);
    if (reference !== undefined && decoded !== undefined && value.startsWith(decoded, index)) {
      for (const unit of decoded.split('')) characters.push({ text: unit, start: at, end: at + reference.length });
      index += decoded.length;
      at += reference.length;
      continue;
    }
    const isLineEnd = text[at] === '\r' || text[at] === '\n';
    // The parser drops the line end right after `<pre>`.
    if (at < to && isLineEnd && value[index] !== '\n') {
      at += text.startsWith('\r\n', at) ? 2 : 1;
      continue;
    }
    // Nor does it keep the end of a tag that was not open.
    if (at < to && text[at] === '<' && value[index] !== '<') {
      at = text.indexOf('>', at) + 1 || to;
      continue;
    }
    const length = text.startsWith('\r\n', at) ? 2 : 1;
    characters.push({ text: value.charAt(index), start: Math.min(at, to), end: Math.min(at + length, to) });
    index += 1;
    at += length;
  }
  return characters;
}

/** In a script nothing is decoded but line ends. */
function scriptPositions(text: string, { value, from }: TextNode): Character[] {
  let at = from;
  return value.split('').map((unit) => {
    const start = at;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    return { text: unit, start, end: at };
  });
}

function decode(reference: string): string | undefined {
  const [node] = parseFragment(reference).childNodes;
  return node !== undefined && 'value' in node ? node.value : undefined;
}

function linesOf(characters: readonly Character[], start: number): TextLine[] {
  const lines: TextLine[] = [];
  let line: Character[] = [];
  let from = characters[0]?.start ?? start;
  const end = (to: number, next: number): void => {
    const offsets = line.map((character) => character.start);
    const isPlain = offsets.every((offset, index) => offset === from + index) && to === from + line.length;
    const text = line.map((character) => character.text).join('');
    lines.push({ text, start: from, end: to, offsets: isPlain ? undefined : offsets });
    line = [];
    from = next;
  };
  for (const character of characters) {
    if (character.text === '\n') end(character.start, character.end);
    else line.push(character);
  }
  if (line.length > 0) end(line.at(-1)?.end ?? from, from);
  return lines;
}

const LANGUAGE = /(?:^|\s)(?:language|lang|highlight|brush)[-:]\s*([\w+-]+)/;

function languageOf(element: Element): string {
  const inner = element.childNodes.find((node): node is Element => 'tagName' in node);
  for (const one of [element, inner]) {
    const name = one?.attrs.find((attribute) => attribute.name === 'class')?.value ?? '';
    const language = LANGUAGE.exec(name)?.[1];
    if (language !== undefined) return language;
  }
  return '';
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escapeHtml = (text: string): string => text.replaceAll(/[&<>]/g, (character) => ESCAPES[character] ?? character);
