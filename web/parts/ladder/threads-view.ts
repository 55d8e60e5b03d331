/** The threads of the server, each with its stack in one line. */
import { html, nothing } from 'lit/html.js';
import type { FrameSnapshot, ThreadSnapshot } from '../../../src/index.ts';
import { frameArguments, splitFrameName } from '../../session/frames.ts';
import type { Texts } from '../../texts/texts.ts';
import { activityText } from './moment.ts';

type ThreadSubject = { readonly step: number } | { readonly fd: number; readonly pid: number };

export interface ThreadsViewOptions {
  readonly colourOf: (tid: number) => number;
  /** Why a thread waits; undefined while that is not known. */
  readonly waitOf: (tid: number) => string | undefined;
  /** Asks where a descriptor, or the arguments of a call, came from; undefined where no face shows that. */
  readonly ask: ((subject: ThreadSubject) => void) | undefined;
  /** The step at which a thread began to wait. */
  readonly waitStep: (tid: number) => number | undefined;
  /** The descriptors in a system call of a process, and what one of them is open on. */
  readonly fdsIn: (call: string, pid: number) => readonly number[];
  readonly nameOf: (fd: number, pid: number) => string | undefined;
  /** What the descriptors in a system call of a process are open on. */
  readonly filesIn: (call: string, pid: number) => string;
  /** The step of the call of a thread that belongs to what is pointed at; undefined where none does. */
  readonly markedIn: (thread: ThreadSnapshot) => number | undefined;
}

export function threadsView(texts: Texts, threads: readonly ThreadSnapshot[], options: ThreadsViewOptions): unknown {
  const { colourOf, waitOf, filesIn } = options;
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
            ${thread.stack.length === 0 ? '—' : thread.stack.map((frame, at) => [at === 0 ? nothing : ' › ', frameView(frame, options, thread)])}
            ${waitView(thread, options)}
          </p>
        </li>`,
    )}
  </ul>`;
}

function frameView(frame: FrameSnapshot, { ask, markedIn }: ThreadsViewOptions, thread: ThreadSnapshot): unknown {
  const { method } = splitFrameName(frame.name);
  if (ask === undefined) return method;
  return html`<button
    class="ask ${frame.step === markedIn(thread) ? 'is-marked' : ''}"
    title=${`${frame.name}(${frameArguments(frame)})`}
    .subject=${{ step: frame.step }}
    @click=${() => ask({ step: frame.step })}
  >
    ${method}
  </button>`;
}

/** The system call that a thread waits in, and its descriptors: each can be asked for. */
function waitView(thread: ThreadSnapshot, { ask, waitStep, fdsIn, nameOf, markedIn }: ThreadsViewOptions): unknown {
  const { state, waitsIn, tid, pid } = thread;
  if (ask === undefined || state !== 'waiting' || waitsIn === undefined) return nothing;
  const button = (text: string, subject: ThreadSubject): unknown =>
    html`<button
      class="ask ${'step' in subject && subject.step === markedIn(thread) ? 'is-marked' : ''}"
      .subject=${subject}
      @click=${() => ask(subject)}
    >
      ${text}
    </button>`;
  const step = waitStep(tid);
  const files = fdsIn(waitsIn, pid).map((fd) => [
    ' · ',
    button([String(fd), nameOf(fd, pid)].filter((part) => part !== undefined).join(' = '), { fd, pid }),
  ]);
  return [' › ', step === undefined ? waitsIn : button(waitsIn, { step }), files];
}
