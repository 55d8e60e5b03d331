/** What stands beside the lines: a machine where the cursor is, in short. */
import { html } from 'lit/html.js';
import type { ProcessSnapshot, Snapshot, ThreadSnapshot } from '../../../src/index.ts';
import { ansiSpans } from '../../kit/ansi.ts';
import { splitFrameName } from '../../session/frames.ts';
import type { Received } from './side.ts';

const FRAMES = 4;
const LOG_LINES = 3;

/** Processes, threads, what clients have, and the end of the log. */
export function stateView(
  snapshot: Snapshot | undefined,
  received: readonly Received[],
  colourOf: (tid: number) => number,
): unknown {
  if (snapshot === undefined) return html`<p class="empty">The machine is on its way here.</p>`;
  const servers = snapshot.processes.filter(({ name }) => name.startsWith('server'));
  return html`${servers.map((process) => processView(process, snapshot.threads, colourOf))}
    <h4>Connections <span class="faint">${count(snapshot.sockets.length, 'socket')} in the kernel</span></h4>
    ${
      received.length === 0
        ? html`<p class="state-line faint">none yet</p>`
        : html`<ul>
            ${received.map(receivedView)}
          </ul>`
    }
    <h4>Log</h4>
    ${logView(snapshot.log)}`;
}

function processView(
  { pid, name, exitStatus, descriptors }: ProcessSnapshot,
  threads: readonly ThreadSnapshot[],
  colourOf: (tid: number) => number,
): unknown {
  const own = threads.filter((thread) => thread.pid === pid && thread.state !== 'ended');
  return html`<h4>
      ${name === 'server' ? 'server' : 'child'}
      <span class="faint"
        >pid ${pid},
        ${exitStatus === undefined ? count(descriptors.length, 'descriptor') : `ended with ${exitStatus}, not waited for`}</span
      >
    </h4>
    <ul>
      ${own.map(
        (thread) =>
          html`<li class="state-thread">
            <i class="step-thread" data-thread=${colourOf(thread.tid)}></i>
            <div>
              <p class="state-line" title=${thread.name}>
                <b>${thread.name.replace(/ \(.*/, '')}</b> <span class="faint">${doing(thread)}</span>
              </p>
              <p class="state-line faint" title=${thread.stack.map(({ name }) => name).join('\n')}>${stack(thread)}</p>
            </div>
          </li>`,
      )}
    </ul>`;
}

function doing({ state, waitsIn }: ThreadSnapshot): string {
  if (state !== 'waiting') return state;
  return `waits in ${waitsIn ?? 'the kernel'}`;
}

function stack({ stack }: ThreadSnapshot): string {
  const names = stack.map(({ name }) => splitFrameName(name).method);
  if (names.length === 0) return 'no mirrored call';
  return `${names.length > FRAMES ? '… › ' : ''}${names.slice(-FRAMES).join(' › ')}`;
}

function receivedView({ client, bytes, status, end }: Received): unknown {
  const ends = { '': '', closed: 'closed by the server', reset: 'reset', refused: 'refused' } as const;
  const parts = [status, ends[end]].filter((part) => part !== '');
  return html`<li class="state-line">
    <b>${client + 1}</b> ${bytes.toLocaleString('en')} B <span class="faint">${parts.join(', ')}</span>
  </li>`;
}

function logView(log: string): unknown {
  const lines = log.trimEnd().split('\n').slice(-LOG_LINES);
  if (log.trim() === '') return html`<p class="state-line faint">nothing written</p>`;
  return html`<ol class="state-log">
    ${lines.map((line) => html`<li class="state-line" title=${plain(line)}>${plain(line)}</li>`)}
  </ol>`;
}

const count = (number: number, what: string): string =>
  `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;

/** A line of the log without its colours. */
const plain = (line: string): string =>
  ansiSpans(line)
    .map(({ text }) => text)
    .join('');
