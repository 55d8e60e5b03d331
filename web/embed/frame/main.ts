/**
 * The iframe form, embed.html: one element, with what the address says as its attributes. In a frame it takes no focus,
 * and runs no code that the address brings: that opens in a tab of the workbench.
 */
import { define } from '../loader/define.ts';
import { languageOf } from '../loader/surroundings.ts';
import { FRAME as EN, type FrameKey } from '../../texts/en/frame.ts';
import { FRAME as ZH } from '../../texts/zh/frame.ts';
import { drawnRequest, readAddress } from './address.ts';
import { talkToHost } from './host-page.ts';
import { bringsCode } from './link-code.ts';

const root = document.documentElement;
const { attributes, answer, link } = readAddress(location.search, location.hash);

const say = (key: FrameKey): string => (languageOf(root) === 'zh' ? ZH : EN)[key];

function block(text: string): HTMLElement {
  const pre = document.createElement('pre');
  pre.append(document.createElement('code'));
  (pre.firstElementChild as HTMLElement).textContent = text;
  // It may be longer or wider than the frame: then keys scroll it.
  pre.tabIndex = 0;
  return pre;
}

/** Shows the example of the address. */
function show(): void {
  const { request, lang, theme } = attributes;
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  const element = document.createElement('glas-werk');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  // The printed answer is the block after the element.
  element.setAttribute('expect', answer === undefined ? 'none' : 'next');
  talkToHost(element, (host) => {
    root.dataset['fitted'] = '';
    // What the address says of them is the author's own choice.
    if (theme === undefined || theme === 'auto') root.dataset['theme'] = host.theme;
    if (lang === undefined && host.lang !== '') root.lang = host.lang;
  });
  document.body.append(
    ...(request === undefined ? [] : [block(drawnRequest(request))]),
    element,
    ...(answer === undefined ? [] : [block(answer)]),
  );
  define(new URL('.', location.href).href);
}

/** A link's own code is read before it runs, which no frame of another page is the place for. */
function refuse(hash: string): void {
  const text = document.createElement('p');
  const open = document.createElement('a');
  open.href = `index.html${hash}`;
  open.target = '_blank';
  open.rel = 'noopener noreferrer';
  open.textContent = say('open');
  text.append(`${say('code')} `, open);
  document.body.append(text);
}

root.lang = attributes['lang'] ?? navigator.language;
document.querySelector('noscript')?.remove();
if (link !== undefined && (await bringsCode(link))) refuse(link);
else show();
