/** The attributes of an element: which there are, and what they may say. */
import { SERVER_KINDS } from '../../../src/vocabulary.ts';
import type { EmbedLanguage, PaneName } from '../contract.ts';
import { problem } from './words.ts';

/** The panes: each is a word of `view`, and an element of its own. */
export const PANES: readonly PaneName[] = ['terminal', 'buffers', 'server', 'timeline', 'steps'];

/** The names of all elements, as a selector. */
export const TAGS: string = ['werk', ...PANES].map((name) => `glas-${name}`).join();

/** Attributes with words to choose from. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  server: SERVER_KINDS,
  theme: ['auto', 'light', 'dark'],
  loading: ['lazy', 'click', 'eager'],
  'line-ends': ['crlf', 'lf'],
  view: PANES,
  controls: ['run', 'step', 'none'],
};
/** Of these there may be several. */
const LISTS = /view|controls/;

/** All attributes. What has no check here is checked where more is known: by `embed.js`, or when blocks are paired. */
export const ATTRIBUTES: readonly string[] = [
  ...Object.keys(CHOICES),
  ...[
    'app',
    'app-src',
    'request',
    'src',
    'seed',
    'link',
    'at',
    'lang',
    'readonly',
    'attach',
    'expect',
    'lab',
    'group',
    'lesson',
  ],
  'height',
];

/** An attribute; undefined also where it is empty. */
export const written = (element: Element, name: string): string | undefined =>
  element.getAttribute(name)?.trim() || undefined;

export const wordsOf = (element: Element, name: string): string[] => written(element, name)?.split(/\s+/) ?? [];

/** Throws for the first attribute whose value is not possible. */
export function checkAttributes(element: Element, lang: EmbedLanguage): void {
  const check = (name: string, use: string, isPossible: (word: string) => boolean): void => {
    const given = LISTS.test(name) ? wordsOf(element, name) : [written(element, name) ?? ''];
    for (const value of given) {
      if (value !== '' && !isPossible(value)) throw problem(lang, 'value', { name, value, use });
    }
  };
  for (const [name, choices] of Object.entries(CHOICES)) {
    check(name, choices.join(', '), (word) => choices.includes(word));
  }
  check('seed', '0, 1', (word) => /^\d+$/.test(word));
  check('height', '20em', (word) => CSS.supports('height', word));
}
