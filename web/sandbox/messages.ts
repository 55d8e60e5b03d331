/** What the worker may say to the page: every message is checked, because code that the page does not trust runs there too. */
import type {
  Candidate,
  ChoicePoint,
  ConnectionSnapshot,
  DescriptorSnapshot,
  FrameSnapshot,
  HandlerSnapshot,
  Lane,
  ProcessSnapshot,
  SelectorSnapshot,
  Snapshot,
  SocketSnapshot,
  Step,
  ThreadSnapshot,
} from '../../src/index.ts';
import type {
  AppProblem,
  BranchInfo,
  ClientNews,
  Comparison,
  FromMachine,
  HistoryEntry,
  Pause,
  PlannedInfo,
  PresetInfo,
} from '../protocol.ts';
import { rows } from './rows-check.ts';
import { boolean, bytes, count, fields, integers, list, maybe, number, oneOf, pair, plain, text } from './shape.ts';
import type { Check } from './shape.ts';

/** Far above what a machine within its budgets says; see web/machine/budget.ts. */
const THINGS = 20_000;
const COMPARED = 50_000;
const NAME = 2_000;
const LINE = 20_000;
const BYTES = 64 * 1024 * 1024;

const name = text(NAME);
const value = plain(8, 4_000_000);

type Message<T extends FromMachine['type']> = Extract<FromMachine, { type: T }>;

const step = fields<Step>({
  number: count,
  kind: name,
  time: number,
  tid: count,
  depth: count,
  name,
  detail: text(LINE),
});

const frame = fields<FrameSnapshot>({ name, self: name, args: list(THINGS, value), step: count });

const thread = fields<ThreadSnapshot>({
  tid: count,
  pid: count,
  name,
  state: name,
  waitsIn: maybe(text(LINE)),
  stack: list(THINGS, frame),
});

const ready = fields<{ fd: number; events: number; ready: number }>({ fd: count, events: count, ready: count });

const descriptor = fields<DescriptorSnapshot>({
  fd: count,
  kind: name,
  socket: maybe(count),
  registered: list(THINGS, ready),
});

const process = fields<ProcessSnapshot>({
  pid: count,
  parent: maybe(count),
  name,
  exitStatus: maybe(number),
  descriptors: list(THINGS, descriptor),
  memory: value,
});

const socket = fields<SocketSnapshot>({
  id: count,
  family: name,
  type: name,
  state: name,
  local: maybe(value),
  remote: maybe(value),
  receiveQueue: bytes(BYTES),
  sendQueue: bytes(BYTES),
  backlog: list(THINGS, count),
  backlogLimit: count,
});

const selector = fields<SelectorSnapshot>({ className: name, pid: count, registered: list(THINGS, ready) });

const lane = fields<Lane>({ name, bytes: bytes(BYTES), read: count, dropped: count });

const handler = fields<HandlerSnapshot>({
  className: name,
  tid: count,
  command: maybe(text(BYTES)),
  path: maybe(text(BYTES)),
  requestVersion: maybe(text(BYTES)),
  closeConnection: maybe(boolean),
  headers: maybe(list(THINGS, pair(text(BYTES), text(BYTES)))),
  environ: maybe(list(THINGS, pair(text(BYTES), value))),
  statusSet: value,
  headersSet: value,
  headersSent: value,
});

const connection = fields<ConnectionSnapshot>({
  client: count,
  socket: maybe(count),
  clientSocket: maybe(count),
  lanes: list(64, lane),
  handler: maybe(handler),
});

const snapshot = fields<Snapshot>({
  step: count,
  time: number,
  running: maybe(count),
  processes: list(THINGS, process),
  threads: list(THINGS, thread),
  sockets: list(THINGS, socket),
  selectors: list(THINGS, selector),
  connections: list(THINGS, connection),
  log: text(BYTES),
});

const clientNews = fields<ClientNews>({
  client: count,
  state: oneOf('connecting', 'open', 'eof', 'reset', 'refused', 'closed'),
  bytes: bytes(BYTES),
});

const problem = fields<AppProblem>({
  when: oneOf('compile', 'load', 'request'),
  message: text(LINE),
  line: maybe(count),
});

const branch = fields<BranchInfo>({ id: count, name, parent: maybe(count), step: count, isCurrent: boolean });

const entry = fields<HistoryEntry>({
  client: count,
  did: oneOf('connect', 'send', 'shutdownWrite', 'close', 'reset', 'receive', 'eof'),
  bytes: bytes(BYTES),
});

const candidate = fields<Candidate>({ tid: count, thread: name, pid: count, process: name, why: text(LINE) });

const pause = fields<Pause>({
  why: oneOf('reader', 'breakpoint', 'choice', 'link'),
  step: count,
  hits: list(THINGS, count),
  choice: maybe(fields<ChoicePoint>({ choice: count, step: count, candidates: list(THINGS, candidate) })),
});

const action: Check = (value) => {
  const isSend = typeof value === 'object' && value !== null && 'act' in value && value.act === 'send';
  return (isSend ? sendAction : plainAction)(value);
};
const sendAction = fields<{ act: 'send'; bytes: Uint8Array }>({ act: oneOf('send'), bytes: bytes(BYTES) });
const plainAction = fields<{ act: string }>({ act: oneOf('connect', 'shutdownWrite', 'close', 'reset') });

const planned = fields<PlannedInfo>({
  id: count,
  client: count,
  action,
  when: fields<PlannedInfo['when']>({ step: maybe(count), time: maybe(number) }),
});

const comparison = fields<Comparison>({
  server: oneOf('base', 'threaded', 'forking'),
  steps: list(COMPARED, step),
  lines: integers(4 * COMPARED),
  partners: integers(COMPARED),
  length: count,
  note: text(LINE),
});

const head = { type: name, session: count } as const;

const MESSAGES: { readonly [T in FromMachine['type']]: Check } = {
  booted: fields<Message<'booted'>>({
    ...head,
    presets: list(200, fields<PresetInfo>({ name, title: name, note: name })),
  }),
  progress: fields<Message<'progress'>>({
    ...head,
    steps: maybe(rows),
    snapshot: maybe(snapshot),
    clients: list(THINGS, clientNews),
    did: list(THINGS, entry),
    address: maybe(name),
  }),
  snapshot: fields<Message<'snapshot'>>({
    ...head,
    step: count,
    snapshot: maybe(snapshot),
    seen: integers(2 * THINGS),
  }),
  branched: fields<Message<'branched'>>({ ...head, from: count, isSame: boolean }),
  history: fields<Message<'history'>>({ ...head, connections: count, entries: list(500_000, entry) }),
  branches: fields<Message<'branches'>>({ ...head, branches: list(10_000, branch) }),
  paused: fields<Message<'paused'>>({ ...head, pause: maybe(pause), isAsking: boolean }),
  noBreakpoint: fields<Message<'noBreakpoint'>>({ ...head, place: count, message: text(LINE) }),
  planned: fields<Message<'planned'>>({ ...head, inputs: list(10_000, planned) }),
  ready: fields<Message<'ready'>>({ ...head, length: count }),
  unable: fields<Message<'unable'>>({ ...head, message: text(LINE) }),
  stays: fields<Message<'stays'>>({ ...head, message: text(LINE) }),
  note: fields<Message<'note'>>({ ...head, message: text(LINE) }),
  compared: fields<Message<'compared'>>({ ...head, comparison }),
  otherSnapshot: fields<Message<'otherSnapshot'>>({ ...head, step: count, snapshot: maybe(snapshot) }),
  exported: fields<Message<'exported'>>({ ...head, scenario: plain(8, BYTES) }),
  refused: fields<Message<'refused'>>({ ...head, message: text(LINE) }),
  problem: fields<Message<'problem'>>({ ...head, problem }),
  names: fields<Message<'names'>>({ ...head, names: list(5_000, text(200)) }),
  failed: fields<Message<'failed'>>({ ...head, message: text(LINE) }),
  pong: fields<Message<'pong'>>(head),
};

/** A message, if it is one; or what is wrong with it. */
export function checkMessage(data: unknown): FromMachine | string {
  const type: unknown = typeof data === 'object' && data !== null && 'type' in data ? data.type : undefined;
  if (typeof type !== 'string' || !Object.hasOwn(MESSAGES, type)) return 'it is of no known kind';
  const wrong = MESSAGES[type as FromMachine['type']](data);
  return wrong === undefined ? (data as FromMachine) : `${type}${wrong}`;
}

/** How many messages may come in one second: a machine that runs at full speed sends about 250. */
const MESSAGES_PER_SECOND = 1_000;
const SECOND_MS = 1_000;

/** Counts messages, against floods. */
export class Rate {
  private _since = 0;
  private _count = 0;

  /** One more message at `now`, in milliseconds; false when there are too many. */
  admit(now: number): boolean {
    if (now - this._since >= SECOND_MS) {
      this._since = now;
      this._count = 0;
    }
    this._count += 1;
    return this._count <= MESSAGES_PER_SECOND;
  }
}
