/**
 * What a link says beside the machine: which panes and tabs were open, what was compared and filtered, and the title
 * and the note of its author. Anyone may have written it: each field is checked before it is used.
 */
import { LINK_LIMITS } from '../../src/host/limits.ts';
import type { ServerKind } from '../../src/host/protocol.ts';
import { SERVER_KINDS } from '../../src/vocabulary.ts';
import { LinkError, checkCount } from './link-check.ts';
import { recordOf } from './scenario-options.ts';
import type { StepGroup } from './log/step-filter.ts';
import { GROUPS } from './log/step-filter.ts';
import { noticed } from './notices.ts';

/** The panes of the page, as a phone shows them: one at a time. */
export const VIEW_PANES = ['clients', 'buffers', 'server', 'time'] as const;
export type ViewPane = (typeof VIEW_PANES)[number];

/** The tabs of the server's state. */
export const VIEW_TABS = ['log', 'wsgi', 'threads', 'sockets', 'source'] as const;
export type ViewTab = (typeof VIEW_TABS)[number];

/** What was looked at. What is left out is as the page opens by itself. */
export interface LinkView {
  readonly pane?: ViewPane;
  readonly tab?: ViewTab;
  /** The connection that was looked at, from 0. */
  readonly connection?: number;
  /** The server on the other side of the comparison. */
  readonly compared?: ServerKind;
  /** The groups of steps that were hidden; the thread and the class that alone were shown; what was searched for. */
  readonly hidden?: readonly StepGroup[];
  readonly tid?: number;
  readonly owner?: string;
  readonly query?: string;
  readonly axis?: 'time';
  /** The moment that the walk stood at: `make_environ@2` is the second of that name. It counts before the cursor. */
  readonly at?: string;
  /** The editor was open. */
  readonly isEditing?: true;
}

/** What the author of a link has to say. */
export interface AuthorWords {
  readonly title?: string | undefined;
  readonly note?: string | undefined;
}

type Check = (value: unknown) => boolean;

const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const isNumber: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isName: Check = (value) => typeof value === 'string' && value.length <= LINK_LIMITS.viewLength;

const CHECKS: Readonly<Record<keyof LinkView, Check>> = {
  pane: oneOf(...VIEW_PANES),
  tab: oneOf(...VIEW_TABS),
  connection: isNumber,
  compared: oneOf(...SERVER_KINDS),
  hidden: (value) => Array.isArray(value) && value.length <= GROUPS.length && value.every(oneOf(...GROUPS)),
  tid: isNumber,
  owner: isName,
  query: isName,
  axis: oneOf('time'),
  at: isName,
  isEditing: oneOf(true),
};

/**
 * The view of a link. Throws LinkError where a field is not what it has to be; fields of newer pages are left out.
 */
export function viewIn(view: unknown): LinkView | undefined {
  if (view === undefined) return undefined;
  if (typeof view !== 'object' || view === null || Array.isArray(view)) throw new LinkError(noticed('linkBadView', {}));
  const fields = recordOf(view);
  const known = Object.keys(CHECKS).filter((name) => Object.hasOwn(fields, name)) as (keyof LinkView)[];
  if (!known.every((name) => CHECKS[name](fields[name]))) throw new LinkError(noticed('linkBadView', {}));
  return Object.fromEntries(known.map((name) => [name, fields[name]])) as LinkView;
}

/** Title and note of a link; throws LinkError for other data than text, and for too much of it. */
export function wordsIn({ title, note }: Readonly<Record<string, unknown>>): AuthorWords {
  checkWords('link', { title, note });
  return wordsOf({ title: (title as string | undefined) ?? '', note: (note as string | undefined) ?? '' });
}

/** What is empty is left out. */
export const wordsOf = ({ title = '', note = '' }: AuthorWords): AuthorWords => ({
  ...(title.trim() === '' ? {} : { title: title.trim() }),
  ...(note.trim() === '' ? {} : { note: note.trim() }),
});

/** Throws LinkError for what cannot be in a link. */
export function checkWords(
  subject: 'link' | 'machine',
  { title, note }: { readonly title?: unknown; readonly note?: unknown },
): void {
  for (const [cap, text] of [
    ['titleLength', title],
    ['noteLength', note],
  ] as const) {
    if (text === undefined) continue;
    if (typeof text !== 'string') throw new LinkError(noticed('linkBadWords', {}));
    checkCount(subject, cap, text.length);
  }
}

/** Characters that cannot be seen, or change the order of reading: they are written as escapes. */
const UNSEEN = /[^\P{C}\n\u200c\u200d]|[\u2028\u2029]/gu;

/** A text of a stranger, with nothing hidden in it. */
export const plainWords = (text: string): string =>
  text.replaceAll(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
