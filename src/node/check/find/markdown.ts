/**
 * Finds code blocks and `<glas-werk>` tags in Markdown and MDX, as CommonMark and MDX read them; also within the
 * indented admonitions and tabs of MkDocs, and as directives of MyST.
 */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { mdxFromMarkdown } from 'mdast-util-mdx';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';
import { frontmatter } from 'micromark-extension-frontmatter';
import { mdxjs } from 'micromark-extension-mdxjs';
import type { Code, Nodes, Root } from 'mdast';
import { UnreadableError } from '../source-text.ts';
import type { SourceText } from '../source-text.ts';
import { TAG, blanked } from './found.ts';
import type { ReadBeside } from './literal-include.ts';
import type { Found, FoundBlock, FoundTag, Layout, TextLine } from './found.ts';
import { findInHtml } from './html.ts';
import { exampleFence } from './example-fence.ts';
import { mystFound } from './myst.ts';

/** More levels of lists and quotes take the parser minutes. */
const MOST_LEVELS = 60;

/** In document order. Throws UnreadableError for a text that cannot be parsed. */
export function findInMarkdown(source: SourceText, readBeside: ReadBeside): Found[] {
  return inOrder(parse(source, fromMarkdownText, asLists(source.text)), readBeside);
}

/** In document order. Throws UnreadableError, with line and column, for a text that is not MDX. */
export function findInMdx(source: SourceText, readBeside: ReadBeside): Found[] {
  return inOrder(parse(source, fromMdxText, source.text), readBeside);
}

/** A parsed text. In what was parsed, all is where it is in the file. */
interface Parsed {
  readonly source: SourceText;
  readonly root: Root;
  readonly text: string;
}

function parse(source: SourceText, read: (text: string) => Root, text: string): Parsed {
  const level = deepestLevel(source.text);
  if (level > MOST_LEVELS) throw new UnreadableError(`nests lists or quotes ${level} levels deep`);
  try {
    return { source, root: read(text), text };
  } catch (error) {
    throw new UnreadableError(`cannot be parsed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const fromMarkdownText = (text: string): Root =>
  fromMarkdown(text, {
    extensions: [frontmatter(['yaml', 'toml'])],
    mdastExtensions: [frontmatterFromMarkdown(['yaml', 'toml'])],
  });

const fromMdxText = (text: string): Root =>
  fromMarkdown(text, {
    extensions: [frontmatter(['yaml', 'toml']), mdxjs()],
    mdastExtensions: [frontmatterFromMarkdown(['yaml', 'toml']), mdxFromMarkdown()],
  });

/** About how deep lists and quotes are nested: a marker, or four spaces or tabs, for each level. */
function deepestLevel(text: string): number {
  let deepest = 0;
  for (const [head] of text.matchAll(/^(?:[ \t]|[>*+-](?=[ \t>*+-])|\d{1,9}[.)](?=[ \t]))+/gm)) {
    const markers = head.match(/[>*+.)-]/g)?.length ?? 0;
    deepest = Math.max(deepest, markers + Math.floor((head.match(/[ \t]/g)?.length ?? 0) / 4));
  }
  return deepest;
}

/**
 * `!!! note`, `??? note` and `=== "Tab"` of MkDocs, whose content is indented by four spaces, as items of a list, which
 * CommonMark reads in the same way. No position changes.
 */
function asLists(text: string): string {
  return text.replaceAll(/^([ \t]*)(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S.*$/gm, (line, indent: string) =>
    `${indent}*   `.padEnd(line.length, 'x'),
  );
}

/** The blocks, and the tags that stand in the HTML between them. */
function inOrder(parsed: Parsed, readBeside: ReadBeside): Found[] {
  const { source, root } = parsed;
  const found: Found[] = [];
  let html = blanked(source.text);
  const shown = (start: number, end: number): void => {
    html = html.slice(0, start) + source.text.slice(start, end) + html.slice(end);
  };
  walk(root, (node) => {
    if (node.type === 'code') found.push(...foundInCode(parsed, node, readBeside));
    else if (node.type === 'html') for (const { start, end } of linesOf(parsed, node, node.value)) shown(start, end);
    else if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') {
      const tag = jsxTag(source, node);
      if (tag !== undefined) found.push(tag);
    }
  });
  found.push(...findInHtml(source, html));
  return found.toSorted((one, other) => one.start - other.start);
}

/** Not by recursion: emphasis can be nested deeper than functions. */
function walk(root: Nodes, look: (node: Nodes) => void): void {
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    look(node);
    if ('children' in node) waiting.push(...node.children.toReversed());
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function rangeOf({ position }: Nodes): Range {
  return { start: position?.start.offset ?? 0, end: position?.end.offset ?? 0 };
}

const FENCE = /^(`{3,}|~{3,})/;

/** The lines of a node's text: what is left of each line of the file without the markers of lists and quotes. */
function linesOf({ source, text: parsed }: Parsed, node: Nodes, value: string): TextLine[] {
  const { start, end } = rangeOf(node);
  const first = source.lineAt(start);
  const values = value.split(/\r\n|\n|\r/);
  return values.map((text, index) => {
    const line = first + index;
    const to = Math.min(source.endOf(line), end);
    // A tab that reaches into the text counts as spaces, which are not in the file.
    const from = Math.max(to - text.length, index === 0 ? start : source.startOf(line));
    const known = commonEnd(parsed.slice(from, to), text);
    return { text: source.text.slice(to - known, to), start: to - known, end: to };
  });
}

/** How many characters at their end two texts have in common. */
function commonEnd(one: string, other: string): number {
  let length = 0;
  while (length < Math.min(one.length, other.length) && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}

function foundInCode(parsed: Parsed, node: Code, readBeside: ReadBeside): Found[] {
  const { source } = parsed;
  const { start } = rangeOf(node);
  const isFenced = FENCE.test(source.text.slice(start, start + 3));
  // The info string as it is written: the parser decodes references and escapes.
  const opening = source.text.slice(start, source.endOf(source.lineAt(start)));
  const info = isFenced ? opening.replace(/^[`~]+/, '').trim() : '';
  const block = codeBlock(parsed, node, { isFenced, info });
  return info.startsWith('{') ? mystFound(block, info, readBeside) : exampleFence(block, info);
}

function codeBlock(
  parsed: Parsed,
  node: Code,
  fence: { readonly isFenced: boolean; readonly info: string },
): FoundBlock {
  const { source } = parsed;
  const { isFenced, info } = fence;
  const { start, end } = rangeOf(node);
  const first = source.lineAt(start);
  const last = source.lineAt(end);
  const lines = isFenced ? fencedLines(parsed, node, first, last) : linesOf(parsed, node, node.value);
  const opening = source.text.slice(source.startOf(first), start);
  const layout: Layout = {
    ownsLines: true,
    ...prefixesOf(source, lines, opening.replaceAll(/[^\s>]/g, ' ')),
    encode: (text) => text,
    insertAt: source.startOf(first + 1),
  };
  const braces = /\{[^}]*\}/.exec(info)?.[0] ?? '';
  return {
    kind: 'block',
    source,
    language: /^\{\s*\.([\w+-]+)/.exec(info)?.[1] ?? /^[^\s{]*/.exec(info)?.[0] ?? '',
    id: /[{\s]#([\w:.-]+)/.exec(braces)?.[1],
    classes: [...braces.matchAll(/(?<=[{\s])\.([\w-]+)/g)].map(([, name = '']) => name),
    start,
    end,
    lines,
    layout,
  };
}

/** What stands between the fences. */
function fencedLines({ source, text: parsed }: Parsed, node: Code, first: number, last: number): TextLine[] {
  const values = node.value.split(/\r\n|\n|\r/);
  // Where the value is empty, only the last line says whether there is an empty line or none.
  const isClosedAtOnce = node.value === '' && last > first && /^[\s>]*(`{3,}|~{3,})\s*$/.test(source.line(last));
  const count = Math.min(values.length, last - first - (isClosedAtOnce ? 1 : 0));
  return Array.from({ length: count }, (_, index) => {
    const line = first + 1 + index;
    const [from, to] = [source.startOf(line), source.endOf(line)];
    const text = values[index] ?? '';
    const known = commonEnd(parsed.slice(from, to), text);
    return { text: source.text.slice(to - known, to), start: to - known, end: to };
  });
}

/** What stands before the lines of a block, and before its empty ones. */
function prefixesOf(
  source: SourceText,
  lines: readonly TextLine[],
  opening: string,
): Pick<Layout, 'prefix' | 'emptyPrefix'> {
  const before = ({ start }: TextLine): string => source.text.slice(source.startOf(source.lineAt(start)), start);
  const written = lines.find(({ text }) => text !== '');
  const empty = lines.find(({ text }) => text === '');
  const prefix = written === undefined ? opening : before(written);
  return { prefix, emptyPrefix: empty === undefined ? prefix.trimEnd() : before(empty) };
}

function jsxTag(source: SourceText, node: MdxJsxFlowElement | MdxJsxTextElement): FoundTag | undefined {
  if (node.name !== TAG) return undefined;
  const { start, end } = rangeOf(node);
  const attributes = new Map<string, string>();
  let problem: string | undefined;
  for (const attribute of node.attributes) {
    if (attribute.type === 'mdxJsxExpressionAttribute')
      problem = `{${attribute.value}} is code, which check does not run`;
    else if (typeof attribute.value === 'string' || attribute.value === null || attribute.value === undefined) {
      attributes.set(attribute.name.toLowerCase(), attribute.value ?? '');
    } else {
      const value = literalIn(attribute.value.value);
      if (value === undefined)
        problem = `${attribute.name}={${attribute.value.value}} is code, which check does not run`;
      else attributes.set(attribute.name.toLowerCase(), value);
    }
  }
  return { kind: 'tag', source, start, end, attributes, problem };
}

/** The text of a literal: `'a'`, `"a"`, `` `a` ``, `1`, `true`. */
function literalIn(code: string): string | undefined {
  const text = code.trim();
  if (/^(?:\d+|true|false)$/.test(text)) return text;
  const [, quote, inner] = /^(["'`])((?:(?!\1)[^\\]|\\.)*)\1$/s.exec(text) ?? [];
  if (quote === undefined || inner === undefined || (quote === '`' && inner.includes('${'))) return undefined;
  return inner.replaceAll(/\\(u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|\r\n|.)/gs, (_, escape: string) => {
    const [, code16] = /^[ux]\{?([\da-fA-F]+)\}?$/.exec(escape) ?? [];
    if (code16 !== undefined) return String.fromCodePoint(Number.parseInt(code16, 16));
    return { n: '\n', r: '\r', t: '\t', 0: '\0', '\n': '', '\r\n': '' }[escape] ?? escape;
  });
}
