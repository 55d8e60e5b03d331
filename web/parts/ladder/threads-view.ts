/** The threads of the server, each with its stack in one line. */
import { html, nothing } from 'lit/html.js';
import type { FrameSnapshot, ThreadSnapshot } from '../../../src/index.ts';
import { frameArguments, splitFrameName } from '../../session/frames.ts';
import type { Texts } from '../../texts/texts.ts';
import { activityText } from './moment.ts';

export interface ThreadsViewOptions {
  readonly colourOf: (tid: number) => number;
  /** Why a thread waits; undefined while that is not known. */
  readonly waitOf: (tid: number) => string | undefined;
  /** Asks where the arguments of a call came from, by its step; undefined where no face shows that. */
  readonly ask: ((subject: { readonly step: number }) => void) | undefined;
  /** What the descriptors in a system call of a process are open on. */
  readonly filesIn: (call: string, pid: number) => string;
}

export function threadsView(
  texts: Texts,
  threads: readonly ThreadSnapshot[],
  { colourOf, waitOf, ask, filesIn }: ThreadsViewOptions,
): unknown {
  if (threads.length === 0) return html`<p class="empty">${texts.say('ladder.threads.empty')}</p>`;
  const titleOf = (thread: ThreadSnapshot): string => {
    const files = thread.waitsIn === undefined ? '' : filesIn(thread.waitsIn, thread.pid);
    return files === '' ? activityText(texts, thread) : `${activityText(texts, thread)}\n${files}`;
  };
  return html`<ul class="threads">
    ${threads.map(
      (thread) =>
        html`<li>
          <h4>
            <i class="step-thread" data-thread=${colourOf(thread.tid)}></i>${thread.name}
            <span class="faint">pid ${thread.pid}, tid ${thread.tid}</span>
          </h4>
          <p class="faint" title=${titleOf(thread)}>${waitOf(thread.tid) ?? activityText(texts, thread)}</p>
          <p class="thread-stack">
            ${thread.stack.length === 0 ? '—' : thread.stack.map((frame, at) => [at === 0 ? nothing : ' › ', frameView(frame, ask)])}
          </p>
        </li>`,
    )}
  </ul>`;
}

function frameView(frame: FrameSnapshot, ask: ThreadsViewOptions['ask']): unknown {
  const { method } = splitFrameName(frame.name);
  if (ask === undefined) return method;
  return html`<button
    class="ask"
    title=${`${frame.name}(${frameArguments(frame)})`}
    .subject=${{ step: frame.step }}
    @click=${() => ask({ step: frame.step })}
  >
    ${method}
  </button>`;
}
