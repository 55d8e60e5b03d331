/** The threads of the server, each with its stack in one line. */
import { html } from 'lit/html.js';
import type { ThreadSnapshot } from '../../../src/index.ts';
import { splitFrameName } from '../../session/frames.ts';
import type { Texts } from '../../texts/texts.ts';
import { activityText } from './moment.ts';

export function threadsView(
  texts: Texts,
  threads: readonly ThreadSnapshot[],
  colourOf: (tid: number) => number,
  waitOf: (tid: number) => string | undefined,
): unknown {
  if (threads.length === 0) return html`<p class="empty">${texts.say('ladder.threads.empty')}</p>`;
  return html`<ul class="threads">
    ${threads.map(
      (thread) =>
        html`<li>
          <h4>
            <i class="step-thread" data-thread=${colourOf(thread.tid)}></i>${thread.name}
            <span class="faint">pid ${thread.pid}, tid ${thread.tid}</span>
          </h4>
          <p class="faint" title=${activityText(texts, thread)}>${waitOf(thread.tid) ?? activityText(texts, thread)}</p>
          <p class="thread-stack">${thread.stack.map(({ name }) => splitFrameName(name).method).join(' › ') || '—'}</p>
        </li>`,
    )}
  </ul>`;
}
