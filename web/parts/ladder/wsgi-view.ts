/** The handler of the connection: what it has parsed, its environ, and what `start_response` has set. */
import { html } from 'lit/html.js';
import type { HandlerSnapshot, Shown } from '../../../src/index.ts';
import type { Texts } from '../../texts/texts.ts';
import { showValue } from '../../session/show-value.ts';
import { valuesTable } from './values-table.ts';
import type { ValueRow } from './values-table.ts';

/** How many characters of a value are shown. */
const MOST = 2_000;

/** The key of the environ that is marked, and what to call with the one under the pointer. */
export interface EnvironKeys {
  readonly marked: string | undefined;
  point(key: string | undefined): void;
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
    className: `${unset(value)} ${key === keys.marked ? 'is-marked' : ''}`,
    point: (isInside) => keys.point(isInside ? key : undefined),
  });
  return html`<div class="wsgi">
    ${valuesTable(
      texts.say('ladder.wsgi.handler'),
      handler.className,
      attributes.map(([name, value]) => valueRow(texts, name, value)),
    )}
    ${valuesTable('environ', about, (environ ?? []).map(keyRow))}
  </div>`;
}

const valueRow = (texts: Texts, name: string, value: Shown | undefined): ValueRow => ({
  name,
  value: value === undefined ? texts.say('ladder.wsgi.unset') : showValue(value, MOST),
  className: unset(value),
});

const unset = (value: Shown | undefined): string => (value === undefined || value === null ? 'is-unset' : '');
