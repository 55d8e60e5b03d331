/** The call stack of one thread, the innermost call first. */
import { html, nothing } from 'lit/html.js';
import type { FrameSnapshot, ThreadSnapshot } from '../../../src/index.ts';
import { icon } from '../../kit/icons.ts';
import { frameArguments, splitFrameName } from '../../session/frames.ts';
import type { Texts } from '../../texts/texts.ts';

export interface CallStackOptions {
  /** The call whose source is shown. */
  readonly shown: FrameSnapshot | undefined;
  /** What the descriptors are open on that the thread waits for; empty where it waits for none. */
  readonly files: string;
  /** Called with a call that was clicked. */
  readonly pick: (frame: FrameSnapshot) => void;
  /** Asks where the arguments of a call came from, and what became of it; undefined where no face shows that. */
  readonly ask: ((frame: FrameSnapshot) => void) | undefined;
  /** The call that belongs to what is pointed at. */
  readonly marked: FrameSnapshot | undefined;
}

export function callStack(
  texts: Texts,
  thread: ThreadSnapshot | undefined,
  { shown, files, pick, ask, marked }: CallStackOptions,
): unknown {
  const title = texts.say('ladder.stack');
  const frames = thread?.stack.toReversed() ?? [];
  if (frames.length === 0) {
    return html`<div class="stack" role="group" aria-label=${title}>
      <h3>${title}</h3>
      <p class="empty">${texts.say('ladder.stack.empty')}</p>
    </div>`;
  }
  return html`<div class="stack" role="group" aria-label=${title}>
    <h3>${title}</h3>
    <ol class="frames" aria-label=${texts.say('ladder.stack.calls')}>
      ${thread?.waitsIn === undefined ? nothing : systemCall(thread.waitsIn, files)}
      ${frames.map((frame, at) => {
        const { owner, method } = splitFrameName(frame.name);
        const call = `${frame.name}(${frameArguments(frame)})`;
        const origin = `${method}: ${texts.say('origins.title')}`;
        return html`<li .subject=${{ step: frame.step }}>
          <button
            class="frame ${at === 0 ? 'is-lit' : ''} ${frame === marked ? 'is-marked' : ''}"
            aria-pressed=${frame === shown}
            title=${texts.say('ladder.stack.call', { call, step: frame.step + 1 })}
            @click=${() => pick(frame)}
          >
            <b>${method}</b> <span class="faint">${owner}</span>
          </button>
          ${
            ask === undefined
              ? nothing
              : html`<button class="quiet icon" aria-label=${origin} title=${origin} @click=${() => ask(frame)}>
                  ${icon('origin')}
                </button>`
          }
        </li>`;
      })}
    </ol>
  </div>`;
}

/** The system call that a thread waits in, with what its descriptors are open on. */
const systemCall = (call: string, files: string): unknown =>
  html`<li class="frame is-syscall" title=${files === '' ? call : `${call}\n${files}`}>
    ${call}${files === '' ? nothing : html`<span class="sr">: ${files}</span>`}
  </li>`;
