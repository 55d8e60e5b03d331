/** Takes snapshots: turns live objects into values. Nothing here changes the machine. */
import type { Kernel } from '../../kernel/kernel.ts';
import { Epoll } from '../../kernel/files/epoll.ts';
import { viewSockets } from '../../kernel/net/network.ts';
import type { Process, Thread } from '../../kernel/process.ts';
import { secondsOf } from '../../kernel/units.ts';
import { tryOr } from '../../python/foreign.ts';
import type { Recorder } from '../../trace/recorder.ts';
import { entriesOf, nameOfClass } from '../../trace/inspect.ts';
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
import { ByteLog, SHOWN_BYTES } from './byte-log.ts';
import type { Lanes, ByteFlow } from './lanes.ts';
import { socketNumber } from './lanes.ts';
import type { Selectors } from './selectors.ts';

/** The parts of a machine that a snapshot needs. */
interface Source {
  readonly kernel: Kernel;
  readonly recorder: Recorder | undefined;
  readonly lanes: Lanes | undefined;
  readonly selectors: Selectors | undefined;
  readonly log: string;
}

/**
 * The machine as it is now; `step` is the number of steps that have happened.
 * @param shown the clients whose connections are shown in full; undefined for all.
 */
export function takeSnapshot(source: Source, step: number, shown?: ReadonlySet<number>): Snapshot {
  const { kernel, recorder, lanes, selectors, log } = source;
  return {
    step,
    time: secondsOf(kernel.clock.now),
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
      const registered = file instanceof Epoll ? file.registrations() : [];
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
  const waitsFor = call?.name === 'futex_wait' ? awaitedBy(call.args[0] as Awaited) : [];
  return { tid, pid: process.pid, name, state, waitsIn, waitsFor, stack };
}

/** What a thread waits on: a lock, which knows who holds it, or a thread that is joined. */
interface Awaited {
  readonly holder?: number;
  readonly _ident?: number;
}

function awaitedBy({ holder, _ident }: Awaited): number[] {
  const tid = holder ?? _ident ?? 0;
  return tid === 0 ? [] : [tid];
}

function connectionSnapshot(
  entry: Lanes['clients'][number],
  lanes: Lanes,
  shown: ReadonlySet<number> | undefined,
): ConnectionSnapshot {
  const { client, process } = entry;
  const { clientSocket, serverSocket, flow: number } = lanes.sockets.get(process) ?? {};
  const sockets = { client: client.number, socket: serverSocket, clientSocket };
  if (shown?.has(client.number) === false) return { ...sockets, lanes: [], handler: undefined };
  const flow = number === undefined ? undefined : lanes.flows.get(number);
  const sent = lanes.clientOut.get(process) ?? new ByteLog();
  const dropped = Math.max(0, client.receivedLength - SHOWN_BYTES);
  const received = client.receivedFrom(dropped);
  const there = lanes.wire(process, 'wire to server');
  const back = lanes.wire(process, 'wire to client');
  return {
    ...sockets,
    lanes: [
      sent.lane('client out', there?.length ?? flow?.received.length ?? 0),
      ...(there === undefined ? [] : [there.lane('wire to server', there.read)]),
      ...(flow === undefined ? [] : flow.lanes(client.isDatagram)),
      ...(back === undefined ? [] : [back.lane('wire to client', back.read)]),
      { name: 'client in', bytes: received, read: received.length, dropped },
    ],
    handler: flow?.handler === undefined ? undefined : handlerSnapshot(flow),
  };
}

/** The fields of a handler that the page shows, read by name: the handler class may come from an app. */
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

function handlerSnapshot(flow: ByteFlow): HandlerSnapshot {
  const handler = flow.handler as HandlerFields;
  const exchange = (flow.exchange ?? {}) as ExchangeFields;
  const environ = handler.environ ?? exchange.environ;
  return {
    className: nameOfClass(handler),
    tid: flow.tid,
    command: handler.command,
    path: handler.path,
    requestVersion: handler.requestVersion,
    closeConnection: handler.closeConnection,
    headers: tryOr(() => handler.headers?.items?.().map(([name, value]) => [name, value] as const), undefined),
    environ: environ === undefined ? undefined : entriesOf(environ).map(([key, value]) => [key, shown(value)] as const),
    statusSet: shown(exchange.statusSet),
    headersSet: shown(exchange.headersSet),
    headersSent: shown(exchange.headersSent),
  };
}
