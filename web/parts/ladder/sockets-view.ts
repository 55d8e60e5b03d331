/** What ss(8) and lsof(8) would show: sockets, selectors, and the descriptors of each process. */
import { html, nothing } from 'lit/html.js';
import type { ProcessSnapshot, SelectorSnapshot, Snapshot, SocketSnapshot } from '../../../src/index.ts';
import type { Texts } from '../../texts/texts.ts';
import { valuesTable } from './values-table.ts';
import type { ValueRow } from './values-table.ts';

/** Bits of epoll and poll masks. */
const EVENTS: readonly (readonly [number, string])[] = [
  [1, 'IN'],
  [4, 'OUT'],
  [8, 'ERR'],
  [16, 'HUP'],
  [0x2000, 'RDHUP'],
];

/** The events that a selector can watch for, by value. */
const SELECTOR_EVENTS = ['', 'EVENT_READ', 'EVENT_WRITE', 'EVENT_READ|EVENT_WRITE'];

/** What is known of a descriptor of a process. */
export interface DescriptorPort {
  /** What it is open on; undefined while that is not known. */
  nameOf(fd: number, pid: number): string | undefined;
  /** Asks where it came from; undefined where no face shows that. */
  readonly ask: ((subject: { readonly fd: number; readonly pid: number }) => void) | undefined;
}

export function socketsView(texts: Texts, { sockets, processes, selectors }: Snapshot, port: DescriptorPort): unknown {
  const byId = new Map(sockets.map((socket) => [socket.id, socket]));
  return [
    socketsTable(texts, sockets),
    selectors.map((selector) => selectorView(texts, selector, port)),
    processes
      .filter(({ descriptors }) => descriptors.length > 0)
      .map((process) => descriptorsView(texts, process, byId, port)),
  ];
}

function socketsTable(texts: Texts, sockets: readonly SocketSnapshot[]): unknown {
  const columns = [
    texts.say('ladder.sockets.state'),
    'Recv-Q',
    'Send-Q',
    texts.say('ladder.sockets.local'),
    texts.say('ladder.sockets.peer'),
  ];
  return html`<table class="values columns">
    <caption>
      ${texts.say('ladder.sockets')}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${sockets.map((socket) => socketRow(texts, socket))}
    </tbody>
  </table>`;
}

/** Recv-Q and Send-Q mean the backlog for a listener, as in ss(8). */
function socketRow(texts: Texts, socket: SocketSnapshot): unknown {
  const isListener = socket.state === 'listen';
  const received = isListener ? 'ladder.sockets.backlog' : 'ladder.sockets.received';
  const sending = isListener ? 'ladder.sockets.backlogLimit' : 'ladder.sockets.sending';
  return html`<tr>
    <td>${socket.state}${familyView(texts, socket)}</td>
    <td title=${texts.say(received)}>${isListener ? socket.backlog.length : socket.receiveQueue.length}</td>
    <td title=${texts.say(sending)}>${isListener ? socket.backlogLimit : socket.sendQueue.length}</td>
    <td>${addressText(socket.local)}</td>
    <td>${addressText(socket.remote)}</td>
  </tr>`;
}

/** Names the family of a socket that is not TCP. */
function familyView(texts: Texts, { family, type }: SocketSnapshot): unknown {
  const isDatagram = type === 'SOCK_DGRAM';
  if (family !== 'AF_UNIX' && !isDatagram) return nothing;
  const text = family !== 'AF_UNIX' ? 'UDP' : isDatagram ? texts.say('ladder.sockets.unixDatagrams') : 'Unix';
  return html` <span class="faint">${text}</span>`;
}

/** What an open selector watches, and which of that is ready now. */
function selectorView(texts: Texts, { className, pid, registered }: SelectorSnapshot, port: DescriptorPort): unknown {
  const rows = registered.map(({ fd, events, ready }) => {
    const state =
      ready === 0 ? texts.say('ladder.selector.waiting') : texts.say('ladder.selector.ready', { events: mask(ready) });
    const about = html`<span class="faint">${state}</span> ${nameView(port.nameOf(fd, pid))}`;
    return { name: fd, value: html`${SELECTOR_EVENTS[events]} ${about}`, ...askOf(port, fd, pid) };
  });
  return valuesTable(className, `pid ${pid}`, rows);
}

function descriptorsView(
  texts: Texts,
  { name, pid, descriptors, exitStatus }: ProcessSnapshot,
  sockets: ReadonlyMap<number, SocketSnapshot>,
  port: DescriptorPort,
): unknown {
  const about =
    exitStatus === undefined
      ? `pid ${pid}`
      : texts.say('ladder.process.ended', { pid: String(pid), status: String(exitStatus) });
  const rows = descriptors.map(({ fd, kind, socket, registered }) => {
    const behind = socket === undefined ? undefined : sockets.get(socket);
    const what = behind === undefined ? kind : `${kind} ${addressText(behind.local)} ${behind.state}`;
    const watched = registered.map((entry) =>
      entry.ready === 0
        ? `${entry.fd}: ${mask(entry.events)}`
        : texts.say('ladder.process.ready', {
            fd: String(entry.fd),
            events: mask(entry.events),
            ready: mask(entry.ready),
          }),
    );
    const watches =
      watched.length === 0
        ? nothing
        : html` <span class="faint">${texts.say('ladder.process.watches', { list: watched.join(', ') })}</span>`;
    const known = port.nameOf(fd, pid);
    const isSaid = known === kind || behind?.state === 'listen';
    return {
      name: fd,
      value: html`${what} ${nameView(isSaid ? undefined : known)}${watches}`,
      ...askOf(port, fd, pid),
    };
  });
  return valuesTable(name, about, rows);
}

const askOf = ({ ask }: DescriptorPort, fd: number, pid: number): Pick<ValueRow, 'subject' | 'ask'> =>
  ask === undefined ? {} : { subject: { fd, pid }, ask: () => ask({ fd, pid }) };

/** What a descriptor is open on, beside what the kernel says of it. */
const nameView = (name: string | undefined): unknown =>
  name === undefined ? nothing : html`<span class="faint"> · ${name}</span>`;

function addressText(address: SocketSnapshot['local']): string {
  if (address === undefined || address === '') return '*';
  return typeof address === 'string' ? address : address.join(':');
}

function mask(bits: number): string {
  return (
    EVENTS.filter(([bit]) => (bits & bit) !== 0)
      .map(([, name]) => name)
      .join('|') || '0'
  );
}
