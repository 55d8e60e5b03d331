/**
 * The helper of pages that hold embed.html in iframes, `glaswerk-frame.js`: a classic script. An iframe becomes as high
 * as what it holds, follows the theme and the language of the page, and fires the events of its element. It believes
 * only what comes from the window of such an iframe, and from the origin that the iframe names.
 */
import { themeOf, watchTheme } from '../live/theme.ts';
import { nearest } from '../loader/surroundings.ts';
import { readFrameMessage } from './messages.ts';
import type { HostMessage } from './messages.ts';

/** Iframes that have spoken, with what ends the watch over their surroundings. */
const watched = new Map<HTMLIFrameElement, () => void>();

const frames = (): HTMLIFrameElement[] =>
  [...document.querySelectorAll('iframe')].filter(({ src }) => /\/embed\.html([?#]|$)/.test(src));

/** The origin that an iframe's document has. */
const originOf = ({ src, sandbox }: HTMLIFrameElement): string =>
  sandbox.length > 0 && !sandbox.contains('allow-same-origin') ? 'null' : new URL(src).origin;

function tellFrame(frame: HTMLIFrameElement): void {
  const lang = nearest(frame, '[lang]')?.getAttribute('lang') ?? '';
  const message: HostMessage = { glaswerk: 'host', theme: themeOf(frame), lang };
  // Neither is a secret; the frame may still be on its way, and then nobody hears it.
  frame.contentWindow?.postMessage(message, '*');
}

function watch(frame: HTMLIFrameElement): void {
  for (const [other, end] of watched) {
    if (other.isConnected) continue;
    end();
    watched.delete(other);
  }
  if (!watched.has(frame))
    watched.set(
      frame,
      watchTheme(frame, () => tellFrame(frame)),
    );
  tellFrame(frame);
}

function receive({ source, origin, data }: MessageEvent<unknown>): void {
  const message = readFrameMessage(data);
  const frame = message && frames().find(({ contentWindow }) => contentWindow === source);
  if (frame === undefined || origin !== originOf(frame)) return;
  if (message?.say === 'hello') watch(frame);
  else if (message?.say === 'height') frame.style.height = `${Math.ceil(message.height)}px`;
  else if (message?.say === 'event') {
    try {
      const detail: unknown = JSON.parse(message.detail);
      frame.dispatchEvent(new CustomEvent(message.type, { bubbles: true, composed: true, detail }));
    } catch {
      // Not JSON: not from embed.html.
    }
  }
}

// Two helpers would fire each event twice.
const started = Symbol.for('glaswerk-frame');
const page = globalThis as unknown as Record<symbol, boolean | undefined>;
if (page[started] !== true) {
  page[started] = true;
  addEventListener('message', receive);
  // They may have said hello before.
  for (const frame of frames()) watch(frame);
}
