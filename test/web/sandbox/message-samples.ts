/** A sample of each message of a worker, with every member. */
import type { Snapshot } from '../../../src/index.ts';
import { MessagePacker } from '../../../src/host/packing.ts';
import type { PackedMessage } from '../../../src/host/packing.ts';
import type { FromMachine } from '../../../src/host/protocol.ts';
import { rowsOf } from '../../../src/host/step-rows.ts';

export type Whole = { readonly [T in FromMachine['type']]: Extract<FromMachine, { type: T }> };
export type Samples = { readonly [T in FromMachine['type']]: Extract<PackedMessage, { type: T }> };

export const step = { number: 0, kind: 'call', time: 0.5, tid: 1, depth: 0, name: 'a.b', detail: '()' } as const;
export const ready = { fd: 3, events: 1, ready: 0 };
export const bytes = new Uint8Array(3);

export const SNAPSHOT: Snapshot = {
  step: 7,
  time: 12,
  running: 1,
  processes: [
    {
      pid: 2,
      parent: 1,
      name: 'server',
      exitStatus: -15,
      descriptors: [{ fd: 0, kind: 'socket', socket: 1, registered: [ready] }],
      memory: {},
    },
  ],
  threads: [
    {
      tid: 1,
      pid: 2,
      name: 'main',
      state: 'waiting',
      waitsIn: 'poll()',
      waitsFor: [3],
      stack: [{ name: 'a.b', self: 'A', args: ['1'], step: 3 }],
    },
  ],
  sockets: [
    {
      id: 1,
      family: 'AF_INET',
      type: 'SOCK_STREAM',
      state: 'listen',
      local: ['127.0.0.1', 5000],
      remote: '/path',
      receiveQueue: bytes,
      sendQueue: bytes,
      backlog: [4],
      backlogLimit: 5,
    },
  ],
  selectors: [{ className: 'PollSelector', pid: 2, registered: [ready] }],
  connections: [
    {
      client: 0,
      socket: 5,
      clientSocket: 4,
      lanes: [{ name: 'rfile', bytes, read: 1, dropped: 0 }],
      handler: {
        className: 'WSGIRequestHandler',
        tid: 1,
        command: 'GET',
        path: '/',
        requestVersion: 'HTTP/1.1',
        closeConnection: true,
        headers: [['Host', 'a']],
        environ: [['PATH_INFO', '/']],
        statusSet: null,
        headersSet: null,
        headersSent: null,
      },
    },
  ],
  log: 'line',
};

export const notice = { session: 1, notice: { code: 'error', values: { message: 'words' } } } as const;

/** A sample of each message, as the host makes it. */
export const WHOLE: Whole = {
  booted: { type: 'booted', session: 1, presets: [{ name: 'hello', title: 'Hello', note: '' }] },
  progress: {
    type: 'progress',
    session: 1,
    steps: structuredClone(rowsOf([step, { ...step, kind: 'return' }])),
    snapshot: SNAPSHOT,
    clients: [{ client: 0, state: 'open', bytes }],
    did: [{ client: 0, did: 'send', bytes }],
    address: '127.0.0.1:5000',
  },
  snapshot: { type: 'snapshot', session: 1, step: 7, snapshot: SNAPSHOT, seen: new Int32Array(2) },
  branched: { type: 'branched', session: 1, from: 3, isSame: false },
  history: { type: 'history', session: 1, connections: 1, entries: [{ client: 0, did: 'eof', bytes }] },
  branches: {
    type: 'branches',
    session: 1,
    branches: [
      { id: 1, name: 'main', parent: undefined, step: 0, isCurrent: false },
      { id: 2, name: 'branch 1', parent: 1, step: 4, isCurrent: true },
    ],
  },
  paused: {
    type: 'paused',
    session: 1,
    pause: {
      why: 'choice',
      step: 3,
      hits: [0],
      choice: { choice: 0, step: 3, candidates: [{ tid: 1, thread: 'a', pid: 2, process: 'server', why: 'ready' }] },
    },
    isAsking: true,
  },
  breakpointRejected: { type: 'breakpointRejected', index: 0, ...notice },
  planned: {
    type: 'planned',
    session: 1,
    inputs: [
      { id: 1, client: 0, action: { act: 'send', bytes }, when: { step: 5, timeMicros: 0.5 } },
      { id: 2, client: 0, action: { act: 'close' }, when: { step: 6, timeMicros: 1 } },
    ],
  },
  seekPrepared: { type: 'seekPrepared', session: 1, length: 9 },
  rejected: {
    type: 'rejected',
    session: 1,
    request: 'seek',
    notice: { code: 'seekFailed', values: { step: 7, message: 'words' } },
  },
  note: { type: 'note', session: 1, notice: { code: 'plansLeftBehind', values: { count: 2, branch: 'main' } } },
  compared: {
    type: 'compared',
    session: 1,
    comparison: {
      server: 'forking',
      steps: [step],
      lines: new Int32Array([0, -1]),
      partners: new Int32Array([-1]),
      length: 1,
      notes: [{ code: 'inputsNotApplied', values: { count: 1, kinds: ['send'] } }],
    },
  },
  comparedSnapshot: { type: 'comparedSnapshot', session: 1, step: 7, snapshot: SNAPSHOT },
  exported: {
    type: 'exported',
    session: 1,
    scenario: { version: 3, options: {}, app: { preset: 'hello' }, schedule: [], inputs: [], link: {} },
  },
  scenarioRejected: { type: 'scenarioRejected', ...notice },
  complaints: {
    type: 'complaints',
    session: 1,
    complaints: [
      {
        kind: 'error',
        text: 'TypeError: no',
        hint: 'do this',
        step: 5,
        thread: 'MainThread',
        frames: [{ name: 'view', line: 3, column: 9 }],
      },
    ],
  },
  loadProblem: {
    type: 'loadProblem',
    session: 1,
    problem: { notice: { code: 'error', values: { message: 'words' } }, line: 3 },
  },
  names: { type: 'names', session: 1, names: ['a.b'] },
  settled: { type: 'settled', session: 1, id: 1 },
  failed: {
    type: 'failed',
    session: 1,
    notice: { code: 'appNotLoaded', values: { reason: { code: 'error', values: { message: 'words' } } } },
  },
  pong: { type: 'pong', session: 1 },
  entered: { type: 'entered', session: 1 },
  absent: { type: 'absent', session: 1, name: 'words', requests: 2 },
  kept: {
    type: 'kept',
    session: 1,
    scenario: { version: 3, options: {}, app: { preset: 'hello' }, schedule: [], inputs: [], link: {} },
    pausedAt: { step: 3, isChoice: false },
    requests: 2,
  },
  played: {
    type: 'played',
    session: 1,
    played: {
      scenario: { version: 3, options: {}, app: { preset: 'hello' }, schedule: [], inputs: [], link: {} },
      text: 'line',
      matches: false,
      first: { printedOffset: 3, line: 1, column: 4, byte: 3, client: 1, expected: 'a', actual: 'b', step: 9 },
      captured: { NAME: 'text' },
      answers: [{ bytes, state: 'eof', error: 'ECONNRESET' }],
      log: 'line',
      why: 'idle',
      time: 0.5,
      complaints: [{ kind: 'warning', text: 'words', hint: '', step: 5, thread: 'MainThread', frames: [] }],
    },
  },
};

/** A message as it is posted, by a host that has posted none before. */
export const pack = (message: FromMachine): PackedMessage => new MessagePacker().pack(message);

/** The same samples as they are posted. */
export const SAMPLES = Object.fromEntries(
  Object.values(WHOLE).map((message) => [message.type, pack(message)]),
) as unknown as Samples;
