/** What a client waits for: to be connected, to be accepted, for the answer, or for what its reader types next. */
import type { SocketSnapshot, ThreadSnapshot } from '../../trace/snapshot.ts';
import type { CauseValues } from '../moments/moment.ts';
import { READ_CODES } from './codes.ts';
import type { ClientCode } from './codes.ts';
import { connectionNumber } from './reason.ts';
import type { Reason } from './reason.ts';
import { addressText, methodOf } from './scene.ts';
import type { Scene } from './scene.ts';
import { isWaiting, made, threadWait } from './thread-wait.ts';
import type { Ender, Wait } from './wait.ts';

/** The wait of the thread of client `client`; undefined if it waits for nothing but its keyboard. */
export function clientWait(scene: Scene, thread: ThreadSnapshot, client: number): Wait | undefined {
  const call = scene.callOf(thread);
  const begin = scene.history.beginOf(thread.tid, scene.snapshot.step);
  const socket = scene.snapshot.sockets.find((candidate) => ownsSocket(scene, thread.pid, candidate));
  const reason = (): Reason | undefined => {
    if (!isWaiting(scene, thread, begin)) return busy(scene, thread);
    if (call?.name === 'connect') return connecting(scene, socket, call.args.replace(/^\d+, /, ''));
    if (call?.name !== 'poll' || socket === undefined) return undefined;
    if (socket.type === 'SOCK_DGRAM') return datagrams(scene, socket);
    return connected({ scene, thread, socket, client, isSending: call.args.includes('POLLOUT') });
  };
  const found = reason();
  if (found === undefined) return undefined;
  const values = { connection: connectionNumber(client), ...found.values };
  return made(scene, thread, begin, { ...found, values });
}

const ownsSocket = (scene: Scene, pid: number, { id }: SocketSnapshot): boolean =>
  scene.process(pid)?.descriptors.some(({ socket }) => socket === id) === true;

/** Its input has come, or bytes for it, and it does not have the processor. */
function busy(scene: Scene, { state }: ThreadSnapshot): Reason | undefined {
  if (state === 'running') return undefined;
  const running = scene.thread(scene.snapshot.running);
  return {
    code: 'client.input',
    values: { running: running === undefined ? '' : scene.nameOf(running) },
    endedBy: [{ kind: 'scheduler' }],
  };
}

/** The connection is not open: the SYN travels, or the listener has no room for it. */
function connecting(scene: Scene, socket: SocketSnapshot | undefined, address: string): Reason {
  const listener = socket === undefined ? undefined : scene.listenerAt(socket.remote ?? address);
  const isFull = listener !== undefined && listener.backlog.length > listener.backlogLimit;
  if (!isFull) return { code: 'client.travel', values: { address }, endedBy: [{ kind: 'network' }] };
  const thread = scene.acceptingThread(listener);
  const isOnly = isAlone(scene, thread);
  const values = { queue: listener.backlog.length, limit: listener.backlogLimit, isOnly };
  return { code: 'client.full', values, ...serverReason(scene, thread) };
}

/** Why a thread of the server does not come to it: its own wait, or that it runs. */
function serverReason(scene: Scene, thread: ThreadSnapshot | undefined): Pick<Reason, 'endedBy' | 'because'> {
  if (thread === undefined) return {};
  const because = threadWait(scene, thread) ?? running(scene, thread);
  return { because, endedBy: [{ kind: 'thread', tid: thread.tid }, ...because.endedBy] };
}

const running = (scene: Scene, thread: ThreadSnapshot): Wait =>
  made(scene, thread, undefined, { code: 'runs', values: { method: methodOf(thread.stack.at(-1)?.name ?? '') } });

const READS: ReadonlySet<string> = new Set(READ_CODES);

/** A client whose own end is open. */
interface Connected {
  readonly scene: Scene;
  readonly thread: ThreadSnapshot;
  readonly socket: SocketSnapshot;
  readonly client: number;
  /** Whether it has bytes that its kernel does not take. */
  readonly isSending: boolean;
}

function connected(connection: Connected): Reason | undefined {
  const { scene, socket, client, isSending } = connection;
  if (socket.state === 'close-wait' || socket.state === 'last-ack' || socket.state === 'closed') {
    return { code: 'client.ended', endedBy: [{ kind: 'client', client }] };
  }
  const own = scene.peerOf(socket);
  const listener = scene.listenerAt(socket.remote);
  if (own === undefined || own.state === 'syn-received') {
    return socket.state === 'established' ? { code: 'client.ack', endedBy: [{ kind: 'network' }] } : undefined;
  }
  if (listener?.backlog.includes(own.id) === true) return notAccepted(scene, listener);
  const { because, endedBy = [] } = serverReason(scene, scene.servingThread(client, own));
  if (because === undefined) return { code: 'client.begins', endedBy: [{ kind: 'scheduler' }] };
  const isRead = READS.has(because.code) && because.values['connection'] === connectionNumber(client);
  if (isSending && own.receiveQueue.length > 0 && !isRead) {
    return { code: 'client.sending', values: { unread: own.receiveQueue.length }, because, endedBy };
  }
  if (isRead) return asked(connection, because);
  return { code: answerCode(connection, because), because, endedBy };
}

/** The server reads from this client: it is the client's turn, unless its bytes are on the way. */
function asked({ scene, client, socket }: Connected, because: Wait): Reason {
  const wire = scene.connection(client)?.lanes.find(({ name }) => name === 'wire to server');
  const bytes = wire === undefined ? 0 : wire.bytes.length - wire.read;
  if (bytes > 0) return { code: 'client.wire', values: { bytes }, endedBy: [{ kind: 'network' }] };
  if (socket.state.startsWith('fin-wait')) return { code: 'client.half', because, endedBy: [{ kind: 'network' }] };
  return { code: 'client.asked', because, endedBy: [{ kind: 'client', client }] };
}

function answerCode({ scene, thread, socket }: Connected, because: Wait): ClientCode {
  if (because.code === 'drain') return 'client.closing';
  if (socket.state.startsWith('fin-wait')) return 'client.half';
  return scene.history.receivesSinceSending(thread.tid, scene.snapshot.step) ? 'client.rest' : 'client.answer';
}

function notAccepted(scene: Scene, listener: SocketSnapshot): Reason {
  const thread = scene.acceptingThread(listener);
  const values = { queue: listener.backlog.length, isOnly: isAlone(scene, thread) };
  return { code: 'client.not_accepted', values, ...serverReason(scene, thread) };
}

/** 1 if a thread is the only one of its process, which has no children either. */
function isAlone(scene: Scene, thread: ThreadSnapshot | undefined): number {
  if (thread === undefined || scene.others(thread).length > 0) return 0;
  return scene.snapshot.processes.some(({ parent }) => parent === thread.pid) ? 0 : 1;
}

/** Nothing tells a client of datagrams that one was lost. */
function datagrams(scene: Scene, socket: SocketSnapshot): Reason | undefined {
  const server = scene.listenerAt(socket.remote);
  if (server === undefined) return undefined;
  const thread = scene.acceptingThread(server);
  const { because, endedBy } = serverReason(scene, thread);
  const values: CauseValues = { address: addressText(server.local), unread: server.receiveQueue.length };
  if (server.receiveQueue.length === 0 || because === undefined) {
    const ends: Ender[] = [{ kind: 'anyone' }];
    return { code: 'client.datagram', values, endedBy: ends };
  }
  return { code: 'client.queued', values, because, endedBy: endedBy ?? [] };
}
