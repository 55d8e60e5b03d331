/** What stands behind the tabs of the server pane: log, WSGI state, sockets and descriptors. */
import { html, nothing } from 'lit/html.js';
import type {
  HandlerSnapshot,
  ProcessSnapshot,
  SelectorSnapshot,
  Shown,
  Snapshot,
  SocketSnapshot,
} from '../../../src/index.ts';
import { showValue } from '../../session/ladders.ts';

/** Bits of epoll and poll masks. */
const EVENTS: readonly (readonly [number, string])[] = [
  [1, 'IN'],
  [4, 'OUT'],
  [8, 'ERR'],
  [16, 'HUP'],
  [0x2000, 'RDHUP'],
];

/** What one registers for with a selector, by value. */
const SELECTOR_EVENTS = ['', 'EVENT_READ', 'EVENT_WRITE', 'EVENT_READ|EVENT_WRITE'];

/** Which key of the environ is marked, and who wants to know which one is pointed at. */
export interface EnvironKeys {
  readonly marked: string | undefined;
  point(key: string | undefined): void;
}

/** The handler of the connection: what it has parsed, and the state of its WSGI conversation. */
export function wsgiView(handler: HandlerSnapshot | undefined, keys: EnvironKeys): unknown {
  if (handler === undefined)
    return html`<p class="empty">
      environ, status_set and headers_set appear when a handler has taken the connection.
    </p>`;
  const rows: (readonly [string, Shown | undefined])[] = [
    ['command', handler.command],
    ['path', handler.path],
    ['request_version', handler.requestVersion],
    ['close_connection', handler.closeConnection],
    ['status_set', handler.statusSet],
    ['headers_set', handler.headersSet],
    ['headers_sent', handler.headersSent],
  ];
  return html`<div class="wsgi">
    ${table('Handler', handler.className, rows)}
    ${table('environ', handler.environ === undefined ? 'made by make_environ' : `${handler.environ.length} keys`, handler.environ ?? [], keys)}
  </div>`;
}

function table(
  title: string,
  about: string,
  rows: readonly (readonly [string, Shown | undefined])[],
  keys?: EnvironKeys,
): unknown {
  return html`<table class="values">
    <caption>
      ${title}
      <span class="faint">${about}</span>
    </caption>
    <tbody>
      ${rows.map(
        ([key, value]) =>
          html`<tr
            class="${value === undefined || value === null ? 'is-unset' : ''} ${key === keys?.marked ? 'is-marked' : ''}"
            @pointerenter=${() => keys?.point(key)}
            @pointerleave=${() => keys?.point(undefined)}
          >
            <th scope="row">${key}</th>
            <td>${value === undefined ? 'not set' : showValue(value, 2_000)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** What ss(8) and lsof(8) would show. */
export function socketsView({ sockets, processes, selectors }: Snapshot): unknown {
  const byId = new Map(sockets.map((socket) => [socket.id, socket]));
  return html`<table class="values columns">
      <caption>
        Sockets
      </caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Recv-Q</th>
          <th scope="col">Send-Q</th>
          <th scope="col">Local</th>
          <th scope="col">Peer</th>
        </tr>
      </thead>
      <tbody>
        ${sockets.map(socketRow)}
      </tbody>
    </table>
    ${selectors.map(selectorView)}
    ${processes.filter(({ descriptors }) => descriptors.length > 0).map((process) => descriptors(process, byId))}`;
}

/** One open selector: what it watches, and what of it is ready now. */
function selectorView({ className, pid, registered }: SelectorSnapshot): unknown {
  return html`<table class="values">
    <caption>
      ${className}
      <span class="faint">pid ${pid}</span>
    </caption>
    <tbody>
      ${registered.map(
        ({ fd, events, ready }) =>
          html`<tr>
            <th scope="row">${fd}</th>
            <td>
              ${SELECTOR_EVENTS[events]}
              <span class="faint">${ready === 0 ? 'not ready' : `ready: ${mask(ready)}`}</span>
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function socketRow(socket: SocketSnapshot): unknown {
  const isListener = socket.state === 'listen';
  return html`<tr>
    <td>${socket.state}${family(socket)}</td>
    <td title=${isListener ? 'connections that wait to be accepted' : 'bytes that wait to be read'}>
      ${isListener ? socket.backlog.length : socket.receiveQueue.length}
    </td>
    <td title=${isListener ? 'how many may wait' : 'bytes that wait for room at the peer'}>
      ${isListener ? socket.backlogLimit : socket.sendQueue.length}
    </td>
    <td>${address(socket.local)}</td>
    <td>${address(socket.remote)}</td>
  </tr>`;
}

function descriptors(
  { name, pid, descriptors: open, exitStatus }: ProcessSnapshot,
  sockets: ReadonlyMap<number, SocketSnapshot>,
): unknown {
  return html`<table class="values">
    <caption>
      ${name}
      <span class="faint">pid ${pid}${exitStatus === undefined ? nothing : `, ended with ${exitStatus}`}</span>
    </caption>
    <tbody>
      ${open.map(({ fd, kind, socket, registered }) => {
        const behind = socket === undefined ? undefined : sockets.get(socket);
        const what = behind === undefined ? kind : `${kind} ${address(behind.local)} ${behind.state}`;
        const watched = registered.map(
          (entry) => `${entry.fd}: ${mask(entry.events)}${entry.ready === 0 ? '' : ` (ready: ${mask(entry.ready)})`}`,
        );
        return html`<tr>
          <th scope="row">${fd}</th>
          <td>
            ${what}${watched.length === 0 ? nothing : html` <span class="faint">watches ${watched.join(', ')}</span>`}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** What is no TCP socket says so. */
function family({ family: name, type }: SocketSnapshot): unknown {
  const isDatagram = type === 'SOCK_DGRAM';
  const text = name === 'AF_UNIX' ? (isDatagram ? 'Unix datagrams' : 'Unix') : isDatagram ? 'UDP' : undefined;
  return text === undefined ? nothing : html` <span class="faint">${text}</span>`;
}

function address(value: SocketSnapshot['local']): string {
  if (value === undefined || value === '') return '*';
  return typeof value === 'string' ? value : value.join(':');
}

function mask(bits: number): string {
  return (
    EVENTS.filter(([bit]) => (bits & bit) !== 0)
      .map(([, name]) => name)
      .join('|') || '0'
  );
}
