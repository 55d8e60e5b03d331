/** The way from embed.html to the page around it, if that has the helper. Without it nothing is said but a hello. */
import { EVENTS, MAX_HEIGHT, readHostMessage } from './messages.ts';
import type { FrameMessage, HostMessage } from './messages.ts';

/** Events that wait until the page around has spoken. */
const MAX_WAITING = 100;

/** @param onHost the page around looks like this now. */
export function talkToHost(element: Element, onHost: (message: HostMessage) => void): void {
  const { parent } = window;
  if (parent === window) return;
  /** The origin of the page around, once it has spoken. */
  let origin: string | undefined;
  const waiting: FrameMessage[] = [];
  const tell = (message: FrameMessage): void => {
    if (origin !== undefined) parent.postMessage(message, origin);
    else if (waiting.length < MAX_WAITING) waiting.push(message);
  };
  for (const type of EVENTS) {
    element.addEventListener(type, (event) => {
      tell({ glaswerk: 'frame', say: 'event', type, detail: JSON.stringify((event as CustomEvent).detail) });
    });
  }
  const measure = (): void => {
    const height = Math.min(MAX_HEIGHT, Math.ceil(document.body.getBoundingClientRect().height));
    if (height > 0) tell({ glaswerk: 'frame', say: 'height', height });
  };
  addEventListener('message', ({ source, origin: from, data }: MessageEvent<unknown>) => {
    const message = source === parent ? readHostMessage(data) : undefined;
    if (message === undefined) return;
    // A page without an origin, such as a file, has no name to post to.
    const isFirst = origin === undefined;
    origin ??= from === 'null' ? '*' : from;
    onHost(message);
    for (const one of waiting.splice(0)) tell(one);
    if (!isFirst) return;
    measure();
    new ResizeObserver(measure).observe(document.body);
  });
  // Nobody knows who is around; it may be that nobody listens.
  parent.postMessage({ glaswerk: 'frame', say: 'hello' } satisfies FrameMessage, '*');
}
