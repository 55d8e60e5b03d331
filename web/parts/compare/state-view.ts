/**
 * The state of one machine at its cursor, in short: processes, threads, what its clients have received, and the end of
 * its log.
 */
import { html } from 'lit/html.js';
import type { ProcessSnapshot, Snapshot, ThreadSnapshot } from '../../../src/index.ts';
import { ansiSpans } from '../../kit/ansi.ts';
import { splitFrameName } from '../../session/frames.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Received } from './side.ts';

/** How many calls of a stack, and lines of a log, are shown. */
const FRAMES = 4;
const LOG_LINES = 3;

/** @param snapshot undefined while it is on its way. */
export function stateView(
  texts: Texts,
  snapshot: Snapshot | undefined,
  received: readonly Received[],
  colourOf: (tid: number) => number,
): unknown {
  if (snapshot === undefined) return html`<p class="empty">${texts.say('compare.state.loading')}</p>`;
  const { processes, threads, sockets, log } = snapshot;
  const servers = processes.filter(({ name }) => name.startsWith('server'));
  const about = texts.say('compare.state.sockets', { count: sockets.length });
  return html`${servers.map((process) => processView(texts, process, threads, colourOf))}
    <h2>${texts.say('compare.state.connections')} <span class="faint">${about}</span></h2>
    ${receivedList(texts, received)}
    <h2>${texts.say('compare.state.log')}</h2>
    ${logView(texts, log)}`;
}

function processView(
  texts: Texts,
  { pid, name, exitStatus, descriptors }: ProcessSnapshot,
  threads: readonly ThreadSnapshot[],
  colourOf: (tid: number) => number,
): unknown {
  const own = threads.filter((thread) => thread.pid === pid && thread.state !== 'ended');
  const about =
    exitStatus === undefined
      ? texts.say('compare.process.descriptors', { count: descriptors.length, pid: String(pid) })
      : texts.say('compare.process.ended', { pid: String(pid), status: String(exitStatus) });
  return html`<h2>
      ${texts.say(name === 'server' ? 'compare.process.server' : 'compare.process.child')}
      <span class="faint">${about}</span>
    </h2>
    <ul>
      ${own.map((thread) => threadView(texts, thread, colourOf(thread.tid)))}
    </ul>`;
}

const threadView = (texts: Texts, thread: ThreadSnapshot, colour: number): unknown =>
  html`<li class="state-thread">
    <i class="step-thread" data-thread=${colour}></i>
    <div>
      <p class="state-line" title=${thread.name}>
        <b>${thread.name.replace(/ \(.*/, '')}</b> <span class="faint">${activityText(texts, thread)}</span>
      </p>
      <p class="state-line faint" title=${thread.stack.map(({ name }) => name).join('\n')}>
        ${stackText(texts, thread)}
      </p>
    </div>
  </li>`;

const STATES = {
  ready: 'compare.thread.ready',
  running: 'compare.thread.running',
  ended: 'compare.thread.ended',
} as const;

function activityText(texts: Texts, { state, waitsIn }: ThreadSnapshot): string {
  if (state !== 'waiting') return texts.say(STATES[state]);
  return waitsIn === undefined
    ? texts.say('compare.thread.waiting')
    : texts.say('compare.thread.waits', { call: waitsIn });
}

function stackText(texts: Texts, { stack }: ThreadSnapshot): string {
  const names = stack.map(({ name }) => splitFrameName(name).method);
  if (names.length === 0) return texts.say('compare.thread.idle');
  return `${names.length > FRAMES ? '… › ' : ''}${names.slice(-FRAMES).join(' › ')}`;
}

function receivedList(texts: Texts, received: readonly Received[]): unknown {
  if (received.length === 0) return html`<p class="state-line faint">${texts.say('compare.state.unconnected')}</p>`;
  return html`<ul>
    ${received.map((one) => receivedView(texts, one))}
  </ul>`;
}

function receivedView(texts: Texts, { client, bytes, status, end }: Received): unknown {
  const parts = [status, end === '' ? '' : texts.say(`compare.end.${end}`)].filter((part) => part !== '');
  return html`<li class="state-line">
    <b>${client + 1}</b> ${texts.number(bytes)} B <span class="faint">${parts.join(texts.say('compare.comma'))}</span>
  </li>`;
}

function logView(texts: Texts, log: string): unknown {
  if (log.trim() === '') return html`<p class="state-line faint">${texts.say('compare.state.unlogged')}</p>`;
  const lines = log.trimEnd().split('\n').slice(-LOG_LINES).map(plain);
  return html`<ol class="state-log">
    ${lines.map((line) => html`<li class="state-line" title=${line}>${line}</li>`)}
  </ol>`;
}

/** A line of the log without its colours. */
const plain = (line: string): string =>
  ansiSpans(line)
    .map(({ text }) => text)
    .join('');
