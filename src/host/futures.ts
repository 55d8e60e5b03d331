/** The futures of the machine in the worker, as a tree, and what the terminals have to show in each of them. */
import { Branches, Machine } from '../index.ts';
import type { Input, TraceEvent, WsgiApp } from '../index.ts';
import type { BranchInfo, HistoryEntry } from './protocol.ts';
import { NoticeError, noticeOf } from './notices.ts';
import { MESSAGE_LIMITS } from './limits.ts';

export class Futures {
  private _tree: Branches | undefined;

  /** What was done from `step` on is kept; answers a machine that stands there and has another future. */
  leave(machine: Machine, step: number): Machine {
    if ((this._tree?.size ?? 0) >= MESSAGE_LIMITS.branches) {
      throw new NoticeError(noticeOf('tooManyBranches', { limit: MESSAGE_LIMITS.branches }));
    }
    const kept = machine.scenario;
    // That may fail; then nothing has happened.
    const next = machine.branch(step);
    this._tree ??= new Branches(kept);
    this._tree.leave(step, kept, next.scenario);
    return next;
  }

  /** How many steps, the first ones, the branch that one is in has in common with another one. */
  sharedWith(id: number): number {
    const tree = this._known();
    const [here, there] = [tree.path(tree.current.id), tree.path(id)];
    const isCommon = new Set(
      here.filter((branch) => there.some((other) => other.id === branch.id)).map(({ id }) => id),
    );
    return Math.min(...[...here, ...there].map((branch) => (isCommon.has(branch.id) ? Infinity : branch.step)));
  }

  /** Answers a machine that will live another branch. */
  go(machine: Machine, id: number, app: WsgiApp): Machine {
    this._tree?.keep(machine.scenario);
    const { scenario } = this._known().go(id);
    const next = Machine.from(scenario, { app });
    next.shownClients = machine.shownClients;
    return next;
  }

  rename(id: number, name: string): void {
    if (name.trim() !== '') this._known().rename(id, name.slice(0, 60));
  }

  /** What the branch that one is in is called. */
  get here(): string {
    return this._tree?.current.name ?? 'main';
  }

  infos(): readonly BranchInfo[] {
    const tree = this._tree;
    if (tree === undefined) return [];
    const { id: current } = tree.current;
    return tree.all().map(({ id, name, parent, step }) => ({ id, name, parent, step, isCurrent: id === current }));
  }

  private _known(): Branches {
    if (this._tree === undefined) throw new RangeError('this machine has no branches');
    return this._tree;
  }
}

/** What a client did, for its terminal; undefined for what was done to the server. */
export function entryOf({ client, command }: Input): HistoryEntry | undefined {
  if (client === undefined || command.do === 'interrupt') return undefined;
  return {
    client,
    did: command.do === 'datagrams' ? 'connect' : command.do,
    bytes: command.do === 'send' ? command.data : new Uint8Array(),
  };
}

/** States that the client's end of a connection gets into when the server's end sends no more. */
const ENDS: ReadonlySet<string> = new Set(['close-wait', 'time-wait']);

const CLIENT = /^client-(\d+)$/;

/** Finds where clients of a Unix socket read the end: their sockets have no state that tells. */
class UnixEnds {
  private readonly _clients = new Map<number, number>();
  private readonly _machine: Machine;

  constructor(machine: Machine) {
    this._machine = machine;
  }

  /** The client that has read the end with a step. */
  read({ kind, name, tid, a, b }: TraceEvent): number | undefined {
    if (kind === 'thread' && a !== undefined) {
      const number = CLIENT.exec((a as { readonly process: string }).process)?.[1];
      const client = this._machine.clients[Number(number)];
      if (client?.isDatagram === false && client.localAddress === undefined) this._clients.set(tid, client.number);
    }
    if (kind !== 'syscall' || name !== 'recvfrom' || !this._clients.has(tid)) return undefined;
    const { value } = b as { readonly value?: { readonly data: { readonly length: number } } };
    return value?.data.length === 0 ? this._clients.get(tid) : undefined;
  }
}

/** What the clients have done and received so far, in order. */
export function historyOf(machine: Machine): HistoryEntry[] {
  const placed: { readonly step: number; readonly entry: HistoryEntry }[] = [];
  for (const input of machine.inputs) {
    const entry = entryOf(input);
    if (entry !== undefined) placed.push({ step: input.step, entry });
  }
  const clientOf = new Map(machine.snapshot().connections.map(({ client, clientSocket }) => [clientSocket, client]));
  const read = new Map<number, number>();
  const enders = new UnixEnds(machine);
  for (let step = 0; step < machine.trace.length; step += 1) {
    const event = machine.recorder?.log.at(step);
    if (event?.kind === 'socket') {
      const { socket, to } = event.a as { readonly socket: number; readonly to: string };
      const client = clientOf.get(socket);
      if (client !== undefined && ENDS.has(to))
        placed.push({ step, entry: { client, did: 'eof', bytes: new Uint8Array() } });
    }
    const ended = event === undefined ? undefined : enders.read(event);
    if (ended !== undefined) placed.push({ step, entry: { client: ended, did: 'eof', bytes: new Uint8Array() } });
    if (event?.kind !== 'queue' || event.name !== 'receive') continue;
    const { socket, bytes } = event.a as { readonly socket: number; readonly bytes: number };
    const number = clientOf.get(socket);
    const client = number === undefined ? undefined : machine.clients[number];
    if (client === undefined || bytes >= 0) continue;
    const from = read.get(client.number) ?? 0;
    read.set(client.number, from - bytes);
    const received = client.receivedBytes.subarray(from, from - bytes);
    if (received.length > 0) placed.push({ step, entry: { client: client.number, did: 'receive', bytes: received } });
  }
  return placed.toSorted((one, other) => one.step - other.step).map(({ entry }) => entry);
}
