/** Taking a snapshot: from live objects to values. Nothing here changes the machine. */
import type { Kernel } from '../../kernel/kernel.ts';
import { viewSockets } from '../../kernel/net/network.ts';
import type { Process } from '../../kernel/sched/process.ts';
import type { Thread } from '../../kernel/sched/thread.ts';
import { safely } from '../../python/foreign.ts';
import type { Recorder } from '../../trace/recorder.ts';
import { entriesOf, nameOfClass } from '../../trace/look.ts';
import { shown, text } from '../../trace/show.ts';
import { syscallArguments } from '../../trace/syscall-text.ts';
import type {
  ConnectionSnapshot,
  DescriptorSnapshot,
  FrameSnapshot,
  HandlerSnapshot,
  ProcessSnapshot,
  Snapshot,
  ThreadSnapshot,
} from '../../trace/snapshot.ts';
import { ByteLog } from './byte-log.ts';
import type { Lanes, Way } from './lanes.ts';
import { socketNumber } from './lanes.ts';
import type { Selectors } from './selectors.ts';

/** What of a machine a snapshot is taken of. */
interface Source {
  readonly kernel: Kernel;
  readonly recorder: Recorder | undefined;
  readonly lanes: Lanes | undefined;
  readonly selectors: Selectors | undefined;
  readonly log: string;
}

/**
 * The machine as it is now; `step` is the number of steps that have happened.
 * @param shown the clients whose connections are shown with all they have; undefined for all.
 */
export function takeSnapshot(source: Source, step: number, shown?: ReadonlySet<number>): Snapshot {
  const { kernel, recorder, lanes, selectors, log } = source;
  return {
    step,
    time: kernel.clock.now,
    running: kernel.currentOrNone?.tid,
    processes: [...kernel.processes.values()].map(processSnapshot),
    threads: [...kernel.threads.values()].map((thread) => threadSnapshot(thread, recorder)),
    sockets: viewSockets(kernel.network),
    selectors: selectors?.snapshots() ?? [],
    connections: lanes === undefined ? [] : lanes.clients.map((entry) => connectionSnapshot(entry, lanes, shown)),
    log,
  };
}

function processSnapshot(process: Process): ProcessSnapshot {
  const { pid, parent, name, exitStatus, memory, fds } = process;
  return {
    pid,
    parent: parent?.pid,
    name,
    exitStatus,
    descriptors: fds.entries().map(([fd, file]): DescriptorSnapshot => {
      const registered = 'registered' in file ? (file.registered as () => DescriptorSnapshot['registered'])() : [];
      return { fd, kind: file.kind, socket: socketNumber(file), registered };
    }),
    memory: shown(memory) as ProcessSnapshot['memory'],
  };
}

function threadSnapshot(thread: Thread, recorder: Recorder | undefined): ThreadSnapshot {
  const { tid, process, name, state, call } = thread;
  const waitsIn = call === undefined ? undefined : `${call.name}(${syscallArguments(call.name, call.args)})`;
  const stack = (recorder?.stackOf(tid) ?? []).map((frame): FrameSnapshot => ({
    name: frame.traced.name,
    self: frame.self === undefined ? '' : nameOfClass(frame.self),
    args: (recorder?.argumentsOf(frame) ?? []).map((value) => text(value)),
    step: frame.step,
  }));
  return { tid, pid: process.pid, name, state, waitsIn, stack };
}

function connectionSnapshot(
  entry: Lanes['clients'][number],
  lanes: Lanes,
  shown: ReadonlySet<number> | undefined,
): ConnectionSnapshot {
  const { client, process } = entry;
  const { clientSocket, serverSocket, way: number } = lanes.ends.get(process) ?? {};
  const ends = { client: client.number, socket: serverSocket, clientSocket };
  if (shown?.has(client.number) === false) return { ...ends, lanes: [], handler: undefined };
  const way = number === undefined ? undefined : lanes.ways.get(number);
  const sent = lanes.clientOut.get(process) ?? new ByteLog();
  const received = new ByteLog();
  received.append(client.receivedBytes);
  const there = lanes.wire(process, 'wire to server');
  const back = lanes.wire(process, 'wire to client');
  return {
    ...ends,
    lanes: [
      sent.lane('client out', there?.length ?? way?.received.length ?? 0),
      ...(there === undefined ? [] : [there.lane('wire to server', there.read)]),
      ...(way === undefined ? [] : way.lanes(client.isDatagram)),
      ...(back === undefined ? [] : [back.lane('wire to client', back.read)]),
      received.lane('client in', received.length),
    ],
    handler: way?.handler === undefined ? undefined : handlerSnapshot(way),
  };
}

/** What the page shows of a handler, read from its fields by name: the handler class may be anybody's. */
interface HandlerFields {
  readonly command?: string;
  readonly path?: string;
  readonly requestVersion?: string;
  readonly closeConnection?: boolean;
  readonly headers?: { items?(): readonly (readonly [string, string])[] };
  readonly environ?: Readonly<Record<string, unknown>>;
}

interface ExchangeFields {
  readonly environ?: Readonly<Record<string, unknown>>;
  readonly statusSet?: unknown;
  readonly headersSet?: unknown;
  readonly headersSent?: unknown;
}

function handlerSnapshot(way: Way): HandlerSnapshot {
  const handler = way.handler as HandlerFields;
  const exchange = (way.exchange ?? {}) as ExchangeFields;
  const environ = handler.environ ?? exchange.environ;
  return {
    className: nameOfClass(handler),
    tid: way.tid,
    command: handler.command,
    path: handler.path,
    requestVersion: handler.requestVersion,
    closeConnection: handler.closeConnection,
    headers: safely(() => handler.headers?.items?.().map(([name, value]) => [name, value] as const), undefined),
    environ: environ === undefined ? undefined : entriesOf(environ).map(([key, value]) => [key, shown(value)] as const),
    statusSet: shown(exchange.statusSet),
    headersSet: shown(exchange.headersSet),
    headersSent: shown(exchange.headersSent),
  };
}
