/**
 * What an author pastes to show a machine in a docs page: a tag, a fence with a tag, an iframe. A machine of one client
 * that only sends becomes a request that readers can see, without the step that is shown: in an example it has another
 * number. Any other machine becomes the share link that holds it.
 */
import { NETWORKS, placeOf } from '../../../src/examples/link.ts';
import { escapeBytes, utf8Text } from '../../../src/examples/escapes.ts';
import { DEFAULT_APP, parseRequest } from '../../../src/examples/index.ts';
import { encodeLatin1 } from '../../../src/index.ts';
import type { Shared } from '../../session/share-link.ts';
import { sourceOf } from '../../session/share-link.ts';

export interface Snippets {
  readonly tag: string;
  /** Undefined where a fence cannot hold what was sent. */
  readonly fence: string | undefined;
  readonly iframe: string;
}

type Attributes = readonly (readonly [name: string, value: string])[];

/** @param hash of the share link. @param page the address of embed.html. @param title of the iframe. */
export function snippetsOf(shared: Shared, hash: string, page: string, title: string): Snippets {
  const bytes = requestOf(shared);
  if (bytes === undefined) {
    const iframe = iframeOf(`${page}${hash}`, title);
    return { tag: tagOf([['src', hash]]), fence: undefined, iframe };
  }
  const machine = attributesOf(shared);
  const request = escapeBytes(bytes);
  const all: Attributes = [...machine, ['request', request]];
  const query = all.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const text = fenceText(bytes);
  return {
    tag: tagOf(all),
    fence: text === undefined ? undefined : `${fenced(text)}\n\n${tagOf(machine)}\n`,
    iframe: iframeOf(`${page}?${query}`, title),
  };
}

/** Everything that the one client of a scenario sends; undefined when more happens, or a part of it is elsewhere. */
function requestOf({ scenario, held, breakpoints, isAsking }: Shared): Uint8Array | undefined {
  const { app, inputs, schedule, options } = scenario;
  const isPlain = 'preset' in app && schedule.length === 0 && held === undefined && breakpoints.length === 0;
  // The attributes name the first two; the others change no byte of one client.
  const isUsual = Object.keys(options).every((name) => ['server', 'seed', 'order', 'lostUpdates'].includes(name));
  // The terminal closes by itself once the server has: no more is sent.
  const [first, ...sends] = inputs.at(-1)?.do === 'close' ? inputs.slice(0, -1) : inputs;
  const isOne = first?.do === 'connect' && sends.length > 0;
  if (!isPlain || !isUsual || !isOne || isAsking) return undefined;
  if (!sends.every((input) => input.do === 'send' && input.client === first.client)) return undefined;
  const parts = sends.map(({ data, base64 }) => data ?? (base64 === undefined ? '' : atob(base64)));
  return encodeLatin1(parts.join(''));
}

function attributesOf(shared: Shared): Attributes {
  const { app, options, link } = shared.scenario;
  const preset = 'preset' in app ? app.preset : DEFAULT_APP;
  const { server = 'base', seed = 0 } = options;
  const network = placeOf(link);
  return [
    ...(preset === DEFAULT_APP ? [] : [['app', preset] as const]),
    ...(server === 'base' ? [] : [['server', server] as const]),
    ...(seed === 0 ? [] : [['seed', String(seed)] as const]),
    ...(network === 0 ? [] : [['link', NETWORKS[network]?.name ?? JSON.stringify(link)] as const]),
  ];
}

/** The request as a fence has it; undefined where it would be read as other bytes. */
function fenceText(bytes: Uint8Array): string | undefined {
  const text = utf8Text(bytes)?.replaceAll('\r\n', '\n');
  // Control characters and blanks at the ends of lines do not survive editors and docs tools.
  if (text === undefined || /[^\P{Cc}\n]|[^\S\n]$/mu.test(text)) return undefined;
  // Tools remove line ends at the end; what a head needs is added.
  const trimmed = text.replace(/\n+$/, '');
  return isReadAs(trimmed, bytes) ? trimmed : undefined;
}

function isReadAs(text: string, bytes: Uint8Array): boolean {
  try {
    const { steps } = parseRequest(text);
    const sent = steps.filter((step) => step.do !== 'connect');
    const [only] = sent;
    return sent.length === 1 && only?.do === 'send' && escapeBytes(only.data) === escapeBytes(bytes);
  } catch {
    return false;
  }
}

/** A fence that no line of the text ends. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/^ {0,3}(`+)/gm)].map(([, ticks = '']) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}http\n${text}\n\n${fence}`;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const tagOf = (attributes: Attributes): string =>
  `<glas-werk${attributes.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join('')}></glas-werk>`;

const iframeOf = (address: string, title: string): string =>
  `<iframe src="${escapeHtml(address)}" title="${escapeHtml(title)}" width="640" height="360" loading="lazy"></iframe>`;

/** Whether a machine runs code that its reader has not written: then an iframe only leads to a tab. */
export const hasOwnCode = (shared: Shared): boolean => sourceOf(shared) !== undefined;
