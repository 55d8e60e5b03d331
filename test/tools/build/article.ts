/**
 * Builds the article: `web/article/en.md` and `zh.md`, which `glaswerk check` reads, become `article.html` and
 * `article.zh.html` beside index.html. What Markdown has no mark for is written like this there:
 *
 * - `` [`make_environ`](at:make_environ) `` is a name that moves the server of its section to that moment;
 * - a fence `steps` holds lines of the log of that server, `name(arguments) = result  # remark  @moment`.
 *
 * A section is what stands from one heading `##` to the next one.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { toHtml } from 'hast-util-to-html';
import type { Element, ElementContent, Root as HtmlRoot } from 'hast';
import type { Code, Heading, Nodes, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toHast } from 'mdast-util-to-hast';
import { toString } from 'mdast-util-to-string';
import type { Plugin } from 'vite';
import { glaswerk } from '../../../web/embed/plugins/remark.ts';
import type { MarkdownNode } from '../../../web/embed/plugins/remark.ts';
import { ROOT } from '../../support/root.ts';
import type { PageElsewhere } from './pages-elsewhere.ts';

const folder = resolve(ROOT, 'web/article');
const read = (file: string): string => readFileSync(resolve(folder, file), 'utf8');

export const ARTICLES = { en: 'article.html', zh: 'article.zh.html' } as const;
export type ArticleLanguage = keyof typeof ARTICLES;

/** What stands around the text. */
const WORDS = {
  en: {
    lang: 'en',
    skip: 'To the text',
    contents: 'Contents',
    workbench: 'The workbench',
    other: '中文',
    otherLang: 'zh',
  },
  zh: { lang: 'zh-Hans', skip: '跳到正文', contents: '目录', workbench: '工作台', other: 'English', otherLang: 'en' },
} as const;

/** A line of a fence `steps`. */
export interface StepLine {
  readonly depth: number;
  /** As it is in the log: `accept4(3) = 4`, `TCPServer.fileno → 3`, `command = 'GET'`; `…` stands for anything. */
  readonly text: string;
  readonly remark: string;
  /** The moment that the line leads to; undefined for a line that has no name of its own. */
  readonly at: string | undefined;
}

const STEP_LINE = /^( *)(.*?)(?: {2,}# (.*?))?(?: {2,}@(.*))?$/;

export function stepLines(fence: string): StepLine[] {
  return fence.split('\n').map((line) => {
    const [, indent = '', text = '', remark = '', at] = STEP_LINE.exec(line) ?? [];
    return { depth: indent.length / 2, text, remark, at: at ?? /^[\w.<>]+(?=$|\(| →)/.exec(text)?.[0] };
  });
}

/** What a `##` begins. */
export interface Section {
  readonly heading: Heading | undefined;
  readonly nodes: RootContent[];
}

export function sectionsOf(markdown: string): Section[] {
  const sections: Section[] = [{ heading: undefined, nodes: [] }];
  for (const node of fromMarkdown(markdown).children) {
    if (node.type === 'heading' && node.depth === 2) sections.push({ heading: node, nodes: [] });
    else sections.at(-1)?.nodes.push(node);
  }
  return sections;
}

/** The moment that a link leads to; undefined for a link to somewhere else. */
export const momentOf = (url: string): string | undefined =>
  url.startsWith('at:') ? decodeURI(url.slice(3)) : undefined;

/** Fit for an address. */
const slug = (heading: Heading): string =>
  toString(heading)
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** The page of a language, without the addresses that the build gives to its style sheet and its script. */
export function articlePage(language: ArticleLanguage): string {
  const words = WORDS[language];
  const ids = sectionsOf(read('en.md'))
    .flatMap(({ heading }) => heading ?? [])
    .map(slug);
  const [front, ...sections] = sectionsOf(read(`${language}.md`));
  const title = front?.nodes.find((node) => node.type === 'heading');
  const lead = front?.nodes.find((node) => node.type === 'paragraph');
  const contents = sections.map(({ heading }, index) =>
    element('li', {}, [element('a', { href: `#${ids[index]}` }, inline(heading))]),
  );
  const values: Readonly<Record<string, string>> = {
    ...words,
    title: title === undefined ? '' : toString(title),
    description: (lead === undefined ? '' : toString(lead)).replaceAll(/["&<]/g, ''),
    here: ARTICLES[language],
    there: ARTICLES[words.otherLang],
    front: toHtml(sectionBody(front?.nodes ?? []), RAW),
    list: toHtml(element('ol', {}, contents)),
    sections: sections.map((section, index) => toHtml(sectionElement(section, ids[index] ?? ''), RAW)).join('\n'),
  };
  return read('page.html').replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

const RAW = { allowDangerousHtml: true } as const;

function element(tagName: string, properties: Element['properties'], children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

function inline(heading: Heading | undefined): ElementContent[] {
  const made = heading === undefined ? undefined : toHast(heading);
  return made?.type === 'element' ? made.children : [];
}

function sectionElement({ heading, nodes }: Section, id: string): Element {
  const link = element('a', { href: `#${id}` }, inline(heading));
  const { children } = sectionBody(nodes);
  // What runs comes first where there is no room beside the text.
  return element('section', { id }, [element('h2', {}, [link]), ...(children as ElementContent[]).toReversed()]);
}

/** The text, and beside it what runs: tags with the blocks of their example. */
function sectionBody(nodes: readonly RootContent[]): HtmlRoot {
  const tree = { type: 'root', children: nodes.slice() } satisfies Root;
  glaswerk()(tree as MarkdownNode);
  const runs: RootContent[] = [];
  const text: RootContent[] = [];
  for (const node of tree.children.map(unwrapped)) (isRun(node, runs.at(-1)) ? runs : text).push(node);
  const children = [element('div', { className: ['text'] }, htmlOf(text))];
  if (runs.length > 0) children.push(element('aside', { className: ['run'] }, htmlOf(runs)));
  return { type: 'root', children };
}

/** CommonMark takes a line with a tag and its end for a paragraph. */
function unwrapped(node: RootContent): RootContent {
  const value =
    node.type === 'paragraph' ? node.children.map((child) => (child.type === 'html' ? child.value : '')) : [];
  return value[0]?.startsWith('<glas-werk') === true ? { type: 'html', value: value.join('') } : node;
}

/** A request, a tag, or the answer that follows a tag. */
function isRun(node: Nodes, before: Nodes | undefined): boolean {
  if ((node as MarkdownNode).type === 'glaswerk') return true;
  if (node.type === 'html') return node.value.startsWith('<glas-werk');
  return node.type === 'code' && node.lang === 'http' && (/^[A-Z]+ |^\[\[/.test(node.value) || before !== undefined);
}

function htmlOf(nodes: readonly RootContent[]): ElementContent[] {
  const made = toHast({ type: 'root', children: nodes.slice() }, { allowDangerousHtml: true, handlers: HANDLERS });
  return made.type === 'root' ? (made.children as ElementContent[]) : [];
}

type Handlers = NonNullable<NonNullable<Parameters<typeof toHast>[1]>['handlers']>;

const HANDLERS: Handlers = {
  code(_, node: Code) {
    if (node.lang === 'steps') return stepList(node.value);
    const code = element('code', {}, [{ type: 'text', value: `${node.value}\n` }]);
    return element('pre', { className: [node.lang ?? 'text'], tabIndex: 0 }, [code]);
  },
  link(state, node: { url: string }) {
    const at = momentOf(node.url);
    const children = state.all(node as Parameters<typeof state.all>[0]);
    if (at === undefined) return element('a', { href: node.url.replace('../../index.html', './index.html') }, children);
    const [code] = children;
    if (code?.type !== 'element' || code.tagName !== 'code') return element('span', { dataAt: at }, children);
    return element('code', { dataAt: at }, code.children);
  },
};

function stepList(fence: string): Element {
  const items = stepLines(fence).map(({ depth, text, remark, at }) => {
    const code = element('code', at === undefined ? {} : { dataAt: at }, [{ type: 'text', value: text }]);
    const note = element('span', { className: ['remark'] }, [{ type: 'text', value: remark }]);
    return element('li', { className: [`in-${depth}`] }, remark === '' ? [code] : [code, note]);
  });
  return element('ol', { className: ['steps'] }, items);
}

/** The tokens of the page's parts, for a whole document. */
const tokens = (): string =>
  readFileSync(resolve(ROOT, 'web/kit/tokens.css'), 'utf8')
    .replaceAll(/:host\(((?:[^()]|\([^()]*\))*)\)/g, ':root$1')
    .replaceAll(':host', ':root');

const pageOf = (language: ArticleLanguage): PageElsewhere => ({
  html: () => articlePage(language),
  from: ['en.md', 'zh.md', 'page.html'].map((file) => `web/article/${file}`),
});

/** The two pages. */
export const ARTICLE_PAGES = { [ARTICLES.en]: pageOf('en'), [ARTICLES.zh]: pageOf('zh') };

/** Puts the tokens of the page before the article's own style sheet. */
export function articleStyle(): Plugin {
  return {
    name: 'article-style',
    enforce: 'pre',
    transform: {
      filter: { id: /\/web\/article\/article\.css$/ },
      handler: (code) => ({ code: tokens() + code, map: null }),
    },
  };
}
