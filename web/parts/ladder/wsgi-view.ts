/** The handler of the connection: what it has parsed, its environ, and what `start_response` has set. */
import { html } from 'lit/html.js';
import type { OriginSubject } from '../../../src/explain/origin/link.ts';
import type { HandlerSnapshot, Shown } from '../../../src/index.ts';
import type { Marks } from '../../session/store.ts';
import type { Texts } from '../../texts/texts.ts';
import { showValue } from '../../session/show-value.ts';
import { valuesTable } from './values-table.ts';
import type { ValueRow } from './values-table.ts';

/** How many headers can each be asked for. */
const MOST_HEADERS = 100;

/** How many characters of a value are shown. */
const MOST = 2_000;

/** What of the handler can be asked for, beside the keys of its environ. */
export type HandlerSubject =
  | { readonly environ: string }
  | { readonly header: string }
  | { readonly attribute: Extract<OriginSubject, { attribute: string }>['attribute'] };

export interface EnvironKeys {
  /** What is marked. */
  readonly marks: Marks | undefined;
  /** Asks where something came from; undefined where no face shows that. */
  readonly ask: ((subject: HandlerSubject) => void) | undefined;
}

export function wsgiView(texts: Texts, handler: HandlerSnapshot | undefined, keys: EnvironKeys): unknown {
  if (handler === undefined) return html`<p class="empty">${texts.say('ladder.wsgi.empty')}</p>`;
  const { environ } = handler;
  const attributes: readonly (readonly [string, Shown | undefined])[] = [
    ['command', handler.command],
    ['path', handler.path],
    ['request_version', handler.requestVersion],
    ['close_connection', handler.closeConnection],
    ['status_set', handler.statusSet],
    ['headers_set', handler.headersSet],
    ['headers_sent', handler.headersSent],
  ];
  const about =
    environ === undefined
      ? texts.say('ladder.wsgi.environ.unset')
      : texts.say('ladder.wsgi.environ.keys', { count: environ.length });
  const keyRow = ([key, value]: readonly [string, Shown | undefined]): ValueRow => ({
    ...valueRow(texts, key, value),
    className: `${unset(value)} ${keys.marks?.environKeys.includes(key) === true ? 'is-marked' : ''}`,
    subject: value === undefined ? undefined : { environ: key },
    ask: value === undefined ? undefined : keys.ask && (() => keys.ask?.({ environ: key })),
  });
  return html`<div class="wsgi">
    ${valuesTable(
      texts.say('ladder.wsgi.handler'),
      handler.className,
      attributes.map(([name, value]) => ({ ...valueRow(texts, name, value), ...asking(name, value, keys) })),
    )}
    ${valuesTable('environ', about, (environ ?? []).map(keyRow))}
  </div>`;
}

const ATTRIBUTES = ['command', 'path', 'request_version', 'status_set'] as const;

/** What the reader can point at and ask of an attribute of the handler: itself, or each header in it. */
function asking(name: string, value: Shown | undefined, { ask, marks }: EnvironKeys): Partial<ValueRow> {
  const attribute = ATTRIBUTES.find((one) => one === name);
  if (ask === undefined || value === undefined || value === null) return {};
  const isMarked = (one: string): string => (marks?.values.includes(one) === true ? 'is-marked' : '');
  if (attribute !== undefined) {
    const subject = { attribute };
    return value === '' ? {} : { subject, className: isMarked(attribute), ask: () => ask(subject) };
  }
  if (name !== 'headers_set' || !Array.isArray(value) || value.length > MOST_HEADERS) return {};
  const headers = value.map((pair, at) => {
    const text = showValue(pair, MOST);
    const header = String(Array.isArray(pair) ? pair[0] : pair);
    const subject = { header };
    const tabindex = at === 0 ? 0 : -1;
    const button = html`<button
      class="ask ${isMarked(header)}"
      tabindex=${tabindex}
      .subject=${subject}
      @click=${() => ask(subject)}
    >
      ${text}
    </button>`;
    return at === 0 ? button : html`, ${button}`;
  });
  return { value: html`[${headers}]` };
}

const valueRow = (texts: Texts, name: string, value: Shown | undefined): ValueRow => ({
  name,
  value: value === undefined ? texts.say('ladder.wsgi.unset') : showValue(value, MOST),
  className: unset(value),
});

const unset = (value: Shown | undefined): string => (value === undefined || value === null ? 'is-unset' : '');
