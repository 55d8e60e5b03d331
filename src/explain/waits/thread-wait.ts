/** What a thread of the server, or of a program, waits for. */
import type { SocketSnapshot, ThreadSnapshot } from '../../trace/snapshot.ts';
import type { Begin } from './history.ts';
import { lockWait } from './lock-wait.ts';
import { receiveWait } from './receive-wait.ts';
import { atTime, byClient, connectionNumber, rounded } from './reason.ts';
import type { Reason, Waiter } from './reason.ts';
import { addressText, methodOf } from './scene.ts';
import type { Scene } from './scene.ts';
import type { Ender, Wait, WaitFile } from './wait.ts';

/**
 * The wait of a thread of the server; undefined while it runs. A thread that can run waits for the processor.
 *
 * @param before the threads that wait for this one: two that wait for each other are told once.
 */
export function threadWait(scene: Scene, thread: ThreadSnapshot, before: readonly number[] = []): Wait | undefined {
  const begin = scene.history.beginOf(thread.tid, scene.snapshot.step);
  if (thread.state === 'ready') return made(scene, thread, undefined, readyReason(scene));
  const call = scene.callOf(thread);
  if (call === undefined || !isWaiting(scene, thread, begin)) return undefined;
  const until = call.timeout === undefined || begin === undefined ? undefined : rounded(begin.callTime + call.timeout);
  const path = [...before, thread.tid];
  const waitOf = (other: ThreadSnapshot): Wait | undefined =>
    path.includes(other.tid) ? undefined : threadWait(scene, other, path);
  const waiter: Waiter = { scene, thread, call, begin, until, waitOf };
  const reason = RULES[call.name]?.(waiter);
  return reason === undefined ? undefined : made(scene, thread, begin, reason);
}

/** Whether a thread waits. The step that says so may be the last one: the thread has not left the processor yet. */
export function isWaiting({ snapshot }: Scene, { state }: ThreadSnapshot, begin: Begin | undefined): boolean {
  return state === 'waiting' || (state === 'running' && begin?.callStep === snapshot.step - 1);
}

export function made(scene: Scene, thread: ThreadSnapshot, begin: Begin | undefined, reason: Reason): Wait {
  const { tid, pid, name } = thread;
  return {
    who: { tid, pid, thread: name, client: scene.clientOfProcess(pid) },
    code: reason.code,
    values: { thread: scene.nameOf(thread), ...reason.values },
    files: reason.files ?? [],
    since: begin?.time,
    step: begin?.step,
    endedBy: reason.endedBy ?? [],
    because: reason.because,
  };
}

type Rule = (waiter: Waiter) => Reason | undefined;

function readyReason(scene: Scene): Reason {
  const running = scene.thread(scene.snapshot.running);
  return {
    code: 'ready',
    values: { running: running === undefined ? '' : scene.nameOf(running) },
    endedBy: [{ kind: 'scheduler' }],
  };
}

/** A poll, epoll or select, for one socket or several. */
function selecting(waiter: Waiter): Reason {
  const { scene, thread, call, until } = waiter;
  const parent = thread.stack.at(-2)?.name ?? '';
  if (methodOf(thread.stack.at(-1)?.name ?? '') === 'select' && parent.includes('.run_wsgi')) return drain(waiter);
  const fds = watchedFds(waiter);
  const [fd] = fds;
  const socket = fds.length === 1 ? scene.socketAt(thread.pid, fd) : undefined;
  const timeout = call.timeout ?? 0;
  if (socket?.state === 'listen') {
    const values = { address: addressText(socket.local), call: call.name, timeout };
    return { code: 'select.listener', values, endedBy: [{ kind: 'anyone' }, ...atTime(until)] };
  }
  if (socket !== undefined && isUnconnected(socket)) {
    const values = { address: addressText(socket.local), call: call.name, timeout };
    return { code: 'select.datagrams', values, endedBy: [{ kind: 'anyone' }, ...atTime(until)] };
  }
  if (socket !== undefined && methodOf(thread.stack.at(-1)?.name ?? '') === 'select') {
    const client = scene.clientOf(socket);
    const values = { connection: connectionNumber(client), call: call.name };
    return { code: 'select.connection', values, endedBy: [...byClient(client), ...atTime(until)] };
  }
  // A method of a socket with a timeout polls before it reads or writes.
  if (socket !== undefined) return isSending(waiter) ? sending(waiter) : receiveWait(waiter, socket);
  const sockets = fds.map((each) => scene.socketAt(thread.pid, each));
  const isForAnyone = sockets.some((one) => one !== undefined && (one.state === 'listen' || isUnconnected(one)));
  const anyone: readonly Ender[] = isForAnyone ? [{ kind: 'anyone' }] : [];
  const clients = sockets.flatMap((one) => byClient(scene.clientOf(one)));
  return {
    code: 'select.files',
    values: { call: call.name },
    files: filesOf(waiter, fds),
    endedBy: [...anyone, ...clients, ...atTime(until)],
  };
}

const filesOf = ({ scene, thread }: Waiter, fds: readonly number[]): readonly WaitFile[] =>
  fds.map((fd) => ({ fd, name: scene.history.descriptors.at(thread.pid, fd, scene.snapshot.step) }));

/** The descriptors of a poll, select, or of an epoll instance. */
function watchedFds({ scene, thread, call }: Waiter): readonly number[] {
  const [epoll = -1] = call.fds;
  if (call.name !== 'epoll_wait') return call.fds;
  return scene.descriptor(thread.pid, epoll)?.registered.map(({ fd }) => fd) ?? [];
}

const isUnconnected = ({ type, remote }: SocketSnapshot): boolean => type === 'SOCK_DGRAM' && remote === undefined;

const isSending = ({ thread }: Waiter): boolean =>
  ['send', 'sendall', 'sendto', 'write'].includes(methodOf(thread.stack.at(-1)?.name ?? ''));

/** What Werkzeug reads after an answer, so that closing the connection does not reset it. */
function drain(waiter: Waiter): Reason {
  const { scene, thread, call, until } = waiter;
  const client = scene.clientOf(scene.socketAt(thread.pid, watchedFds(waiter)[0])) ?? scene.servedClient(thread);
  return {
    code: 'drain',
    values: { connection: connectionNumber(client), milliseconds: rounded((call.timeout ?? 0) * 1000) },
    endedBy: [...byClient(client), ...atTime(until)],
  };
}

function accepting({ scene, thread, call, until }: Waiter): Reason {
  const address = addressText(scene.socketAt(thread.pid, call.fds[0])?.local);
  return { code: 'accept', values: { address }, endedBy: [{ kind: 'anyone' }, ...atTime(until)] };
}

function receiving(waiter: Waiter): Reason | undefined {
  const socket = waiter.scene.socketAt(waiter.thread.pid, waiter.call.fds[0]);
  return socket === undefined ? undefined : receiveWait(waiter, socket);
}

/** A send that waits for room: in the other end's receive buffer, or on a slow link. */
function sending(waiter: Waiter): Reason {
  const { scene, thread, call, until } = waiter;
  const socket = scene.socketAt(thread.pid, call.fds[0]);
  const peer = socket === undefined ? undefined : scene.peerOf(socket);
  const client = scene.clientOf(socket);
  const unread = peer?.receiveQueue.length ?? 0;
  const values = { connection: connectionNumber(client), queued: socket?.sendQueue.length ?? 0, unread };
  if (unread === 0 && peer !== undefined) {
    return { code: 'send.link', values, endedBy: [{ kind: 'network' }, ...atTime(until)] };
  }
  return { code: 'send.full', values, endedBy: [...byClient(client), ...atTime(until)] };
}

function sleeping({ scene, thread, until }: Waiter): Reason {
  const client = scene.servedClient(thread);
  const isApp = client !== undefined && thread.stack.some(({ name }) => name.includes('.run_wsgi'));
  const values = { until: until ?? 0 };
  return isApp
    ? { code: 'sleep.app', values: { ...values, connection: connectionNumber(client) }, endedBy: atTime(until) }
    : { code: 'sleep', values, endedBy: atTime(until) };
}

function waitingForChild({ scene, thread, call, waitOf }: Waiter): Reason {
  const wanted = Number(call.args.split(',')[0]);
  const children = scene.snapshot.processes.filter(
    ({ pid, parent, exitStatus }) =>
      parent === thread.pid && exitStatus === undefined && (wanted === -1 || wanted === pid),
  );
  const [first] = children;
  const served = scene.snapshot.threads.find(({ pid }) => pid === first?.pid);
  return {
    code: 'waitpid',
    values: { count: children.length, pid: first?.pid ?? wanted },
    endedBy: children.map(({ pid }): Ender => ({ kind: 'process', pid })),
    because: served === undefined || children.length !== 1 ? undefined : waitOf(served),
  };
}

function connecting({ call }: Waiter): Reason {
  return {
    code: 'connect',
    values: { address: call.args.replace(/^\d+, /, '') },
    endedBy: [{ kind: 'network' }],
  };
}

const file =
  (code: 'read' | 'write'): Rule =>
  (waiter) => ({ code, files: filesOf(waiter, waiter.call.fds) });

const RULES: Readonly<Record<string, Rule>> = {
  poll: selecting,
  select: selecting,
  epoll_wait: selecting,
  accept4: accepting,
  recvfrom: receiving,
  sendto: sending,
  nanosleep: sleeping,
  futex_wait: (waiter) => lockWait(waiter),
  waitpid: waitingForChild,
  connect: connecting,
  read: file('read'),
  write: file('write'),
  sched_yield: () => ({ code: 'yield', endedBy: [{ kind: 'scheduler' }] }),
};
