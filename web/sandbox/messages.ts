/** Checks every message of the worker: code that the page does not trust runs there too. */
import type {
  Candidate,
  ChoicePoint,
  DescriptorSnapshot,
  FrameSnapshot,
  HandlerSnapshot,
  ProcessSnapshot,
  SelectorSnapshot,
  Step,
  ThreadSnapshot,
} from '../../src/index.ts';
import type {
  BranchInfo,
  ClientReport,
  Comparison,
  HistoryEntry,
  Pause,
  PausedAt,
  PlannedInfo,
  PresetInfo,
  RequestType,
} from '../../src/host/protocol.ts';
import type { BytesNews, TextNews } from '../../src/host/byte-news.ts';
import type { PackedMessage, PlansNews } from '../../src/host/packing.ts';
import type { ConnectionNews, LaneNews, SnapshotNews, SocketNews } from '../../src/host/snapshot-news.ts';
import { rows } from './check-rows.ts';
import { notice } from './check-notices.ts';
import { PLAY_MESSAGES, checkerOf, complaint, head } from './play-messages.ts';
import { MESSAGE_LIMITS } from '../../src/host/limits.ts';
import {
  all,
  boolean,
  bytes,
  count,
  either,
  fields,
  integer,
  integers,
  list,
  maybe,
  oneOf,
  pair,
  plain,
  text,
  time,
} from './shape.ts';
import type { Check } from './shape.ts';
import { CLIENT_COMMANDS, CLIENT_STATES, SERVER_KINDS } from '../../src/vocabulary.ts';

const MOST = MESSAGE_LIMITS;
const name = text(MOST.name);
const line = text(MOST.line);
const buffer = bytes(MOST.bytes);
const value = plain(MOST.valueDepth, MOST.valueSize);
/** A path of a Unix socket, or host and port. */
const address = either(name, pair(name, count));

type Message<T extends PackedMessage['type']> = Extract<PackedMessage, { type: T }>;

/** Bytes and texts may not grow beyond their limits, message by message. */
const bytesNews = all(fields<BytesNews>({ from: count, kept: count, more: buffer }), (value) => {
  const { kept, more } = value as BytesNews;
  return kept + more.length <= MOST.bytes ? undefined : `.kept: more than ${MOST.bytes} bytes`;
});
const textNews = all(fields<TextNews>({ kept: count, more: text(MOST.log) }), (value) => {
  const { kept, more } = value as TextNews;
  return kept + more.length <= MOST.log ? undefined : `.kept: more than ${MOST.log} characters`;
});

const step = fields<Step>({
  number: count,
  kind: name,
  time,
  tid: count,
  depth: count,
  name,
  detail: line,
});

const frame = fields<FrameSnapshot>({ name, self: name, args: list(MOST.arguments, line), step: count });

const thread = fields<ThreadSnapshot>({
  tid: count,
  pid: count,
  name,
  state: name,
  waitsIn: maybe(line),
  waitsFor: list(MOST.threads, count),
  stack: list(MOST.frames, frame),
});

const ready = fields<{ fd: number; events: number; ready: number }>({ fd: count, events: count, ready: count });

const descriptor = fields<DescriptorSnapshot>({
  fd: count,
  kind: name,
  socket: maybe(count),
  registered: list(MOST.descriptors, ready),
});

const process = fields<ProcessSnapshot>({
  pid: count,
  parent: maybe(count),
  name,
  exitStatus: maybe(integer),
  descriptors: list(MOST.descriptors, descriptor),
  memory: value,
});

const socket = fields<SocketNews>({
  id: count,
  family: name,
  type: name,
  state: name,
  local: maybe(address),
  remote: maybe(address),
  receiveQueue: bytesNews,
  sendQueue: bytesNews,
  backlog: list(MOST.descriptors, count),
  backlogLimit: count,
});

const selector = fields<SelectorSnapshot>({ className: name, pid: count, registered: list(MOST.descriptors, ready) });

const lane = fields<LaneNews>({ name, bytes: bytesNews, read: count, dropped: count });

const handler = fields<HandlerSnapshot>({
  className: name,
  tid: count,
  command: maybe(line),
  path: maybe(line),
  requestVersion: maybe(line),
  closeConnection: maybe(boolean),
  headers: maybe(list(MOST.headers, pair(line, line))),
  environ: maybe(list(MOST.environ, pair(line, value))),
  statusSet: value,
  headersSet: value,
  headersSent: value,
});

const connection = fields<ConnectionNews>({
  client: count,
  socket: maybe(count),
  clientSocket: maybe(count),
  lanes: list(MOST.lanes, lane),
  handler: maybe(handler),
});

const snapshot = fields<SnapshotNews>({
  step: count,
  time,
  running: maybe(count),
  processes: list(MOST.processes, process),
  threads: list(MOST.threads, thread),
  sockets: list(MOST.sockets, socket),
  selectors: list(MOST.selectors, selector),
  connections: list(MOST.connections, connection),
  log: textNews,
});

const clientReport = fields<ClientReport>({
  client: count,
  state: oneOf(...CLIENT_STATES),
  bytes: buffer,
});

const branch = fields<BranchInfo>({ id: count, name, parent: maybe(count), step: count, isCurrent: boolean });

const entry = fields<HistoryEntry>({
  client: count,
  did: oneOf('connect', ...CLIENT_COMMANDS, 'receive', 'eof'),
  bytes: buffer,
});

const candidate = fields<Candidate>({ tid: count, thread: name, pid: count, process: name, why: line });

const pause = fields<Pause>({
  why: oneOf('reader', 'breakpoint', 'choice', 'link'),
  step: count,
  hits: list(MOST.hits, count),
  choice: maybe(fields<ChoicePoint>({ choice: count, step: count, candidates: list(MOST.threads, candidate) })),
});

const action: Check = (value) => {
  const isSend = typeof value === 'object' && value !== null && 'act' in value && value.act === 'send';
  return (isSend ? sendAction : plainAction)(value);
};
const sendAction = fields<{ act: 'send'; bytes: Uint8Array }>({ act: oneOf('send'), bytes: buffer });
const plainAction = fields<{ act: string }>({
  act: oneOf('connect', ...CLIENT_COMMANDS.filter((command) => command !== 'send')),
});

const planned = fields<PlannedInfo>({
  id: count,
  client: count,
  action,
  when: fields<PlannedInfo['when']>({ step: maybe(count), timeMicros: maybe(time) }),
});

const comparison = all(
  fields<Comparison>({
    server: oneOf(...SERVER_KINDS),
    steps: list(MOST.compared, step),
    lines: integers(4 * MOST.compared, -1, MOST.compared),
    partners: integers(MOST.compared, -1, MOST.compared),
    length: count,
    notes: list(MOST.notes, notice),
  }),
  (value) => comparedRows(value as Comparison),
);

/** Checks that lines and partners name existing steps. */
function comparedRows({ steps, lines, partners, length }: Comparison): string | undefined {
  if (length > MOST.compared) return `.length: ${length} is not a count up to ${MOST.compared}`;
  if (lines.length % 2 === 1) return '.lines: the last one is a half';
  const strange = lines.findIndex((step, at) => step >= (at % 2 === 0 ? length : steps.length));
  if (strange >= 0) return `.lines[${strange}]: there is no such step`;
  if (partners.length > length) return '.partners: more than steps';
  const stranger = partners.findIndex((step) => step >= steps.length);
  return stranger < 0 ? undefined : `.partners[${stranger}]: there is no such step`;
}

/** Checks that the parent of each branch comes before it, so that every path ends at the first branch. */
const tree: Check = (value) => {
  const known = new Set<number>();
  for (const [at, { id, parent }] of (value as readonly BranchInfo[]).entries()) {
    const isFirst = parent === undefined && at === 0;
    if (known.has(id) || !(isFirst || (parent !== undefined && known.has(parent)))) return `[${at}]: it leaves none`;
    known.add(id);
  }
  return undefined;
};

/** The requests that can be rejected: all. */
const REQUESTS = Object.keys({
  boot: true,
  play: true,
  end: true,
  client: true,
  seek: true,
  showClients: true,
  branch: true,
  goToBranch: true,
  nameBranch: true,
  breakpoints: true,
  pause: true,
  resume: true,
  step: true,
  askForChoices: true,
  choose: true,
  plan: true,
  cancelPlan: true,
  interrupt: true,
  compare: true,
  seekCompared: true,
  export: true,
  names: true,
  settle: true,
  acknowledge: true,
  ping: true,
} satisfies Record<RequestType, true>);

const MESSAGES: { readonly [T in PackedMessage['type']]: Check } = {
  ...PLAY_MESSAGES,
  booted: fields<Message<'booted'>>({
    ...head,
    presets: list(MOST.presets, fields<PresetInfo>({ name, title: name, note: name })),
  }),
  progress: fields<Message<'progress'>>({
    ...head,
    steps: rows,
    snapshot: maybe(snapshot),
    clients: list(MOST.news, clientReport),
    did: list(MOST.news, entry),
    address: maybe(name),
  }),
  snapshot: fields<Message<'snapshot'>>({
    ...head,
    step: count,
    snapshot: maybe(snapshot),
    seen: integers(2 * MOST.news),
  }),
  branched: fields<Message<'branched'>>({ ...head, from: count, isSame: boolean }),
  history: fields<Message<'history'>>({ ...head, connections: count, entries: list(MOST.history, entry) }),
  branches: fields<Message<'branches'>>({ ...head, branches: all(list(MOST.branches, branch), tree) }),
  paused: fields<Message<'paused'>>({
    ...head,
    pause: maybe(pause),
    isAsking: (value) => (value === 'all' ? undefined : boolean(value)),
  }),
  breakpointRejected: fields<Message<'breakpointRejected'>>({ ...head, index: count, notice }),
  planned: fields<Message<'planned'>>({
    ...head,
    inputs: fields<PlansNews>({ ids: list(MOST.plans, count), added: list(MOST.plans, planned) }),
  }),
  seekPrepared: fields<Message<'seekPrepared'>>({ ...head, length: count }),
  rejected: fields<Message<'rejected'>>({ ...head, request: oneOf(...REQUESTS), notice }),
  note: fields<Message<'note'>>({ ...head, notice }),
  compared: fields<Message<'compared'>>({ ...head, comparison }),
  comparedSnapshot: fields<Message<'comparedSnapshot'>>({ ...head, step: count, snapshot: maybe(snapshot) }),
  exported: fields<Message<'exported'>>({ ...head, scenario: plain(MOST.scenarioDepth, MOST.scenarioSize) }),
  scenarioRejected: fields<Message<'scenarioRejected'>>({ ...head, notice }),
  complaints: fields<Message<'complaints'>>({ ...head, complaints: list(MOST.complaints, complaint) }),
  names: fields<Message<'names'>>({ ...head, names: list(MOST.names, name) }),
  settled: fields<Message<'settled'>>({ ...head, id: count }),
  kept: fields<Message<'kept'>>({
    ...head,
    scenario: plain(MOST.scenarioDepth, MOST.scenarioSize),
    pausedAt: maybe(fields<PausedAt>({ step: count, isChoice: boolean })),
    requests: count,
  }),
};

/** The message if it is valid, otherwise what is wrong with it. */
export const checkMessage = checkerOf(MESSAGES);
