/**
 * Which role makes a step, and for which client: so that steps of two kinds of servers can be paired although different
 * threads make them.
 */
import type { Done } from '../../kernel/sys.ts';
import type { SocketAddress } from '../../kernel/types.ts';
import type { TraceEvent } from '../../trace/event.ts';

/** What a step is compared by. */
export interface StepRole {
  /**
   * The role that makes the step: the server, the handler of a client's connection, a client, or an input from outside.
   */
  readonly role: string;
  /** What the step does. */
  readonly key: string;
  /** Whether the step is a milestone of a connection or a request, which is paired first. */
  readonly isMoment: boolean;
}

interface Actor {
  readonly isServer: boolean;
  /** Its role while it handles no connection; a thread that was started for one connection always handles it. */
  readonly role: string;
  /** The client whose connection was accepted last, or for which the thread was started. */
  client: string | undefined;
  /** The depth of the call in which it handles a connection; -1 outside. */
  handles: number;
}

interface Birth {
  readonly process: string;
}

const SERVER = 'server';
/** Calls in which the main thread of a server handles a connection; everything else it does as the server. */
const HANDLING = /\.(finish_request|shutdown_request|handle_error)$/;
/** Mixins that only one kind of server has: what they do is what the base class does in another way. */
const MIXIN = /^socketserver\.(?:Threading|Forking)MixIn\./;
const WORD = /^[\w-]{1,24}$/;

const PARSE_REQUEST = 'http.server.BaseHTTPRequestHandler.parse_request';
const MOMENTS = new Set([
  `call ${PARSE_REQUEST}`,
  `return ${PARSE_REQUEST}`,
  'call werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.start_response',
  'call werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.write',
  'call socketserver.TCPServer.shutdown_request',
  'syscall connect',
]);

/** Reads steps in order, and finds the role and the key of each. */
export class Roles {
  private readonly _actors = new Map<number, Actor>();
  /** Client by address. */
  private readonly _clients = new Map<string, string>();
  /**
   * Clients of a Unix socket, which have no address, in the order in which they connected; they are accepted in that
   * order.
   */
  private readonly _nameless: string[] = [];
  private _last = 0;
  private _hasServer = false;

  /** @param events all steps that will be read: a client's address appears only after its connection is open. */
  constructor(events: Iterable<TraceEvent>) {
    const processes = new Map<number, string>();
    for (const { kind, name, tid, a, b } of events) {
      if (kind === 'thread' && a !== undefined) processes.set(tid, (a as Birth).process);
      if (kind !== 'syscall' || (b as { kind: string }).kind !== 'done') continue;
      const process = processes.get(tid) ?? SERVER;
      if (process.startsWith(SERVER)) continue;
      if (name === 'getsockname') this._clients.set(String((b as Done<unknown>).value), process);
      else if (name === 'connect' && typeof (a as readonly unknown[])[1] === 'string') this._nameless.push(process);
    }
  }

  /** Reads the next step. */
  read(event: TraceEvent): StepRole {
    const { kind, name, tid, depth, a } = event;
    if (kind === 'thread' && a !== undefined) this._actors.set(tid, this._born(a as Birth));
    const actor = this._actors.get(tid);
    const key = keyOf(event);
    if (tid !== 0) this._last = tid;
    if (actor === undefined) return { role: '', key, isMoment: false };
    if (actor.isServer && kind === 'syscall' && name === 'accept4') return this._accepted(actor, event);
    if (actor.isServer && kind === 'syscall' && name === 'recvfrom') this._heard(actor, event);
    const isEntering = kind === 'call' && actor.handles < 0 && HANDLING.test(name);
    if (isEntering) actor.handles = depth;
    const role = actor.handles < 0 || actor.client === undefined ? actor.role : `handler of ${actor.client}`;
    if (!isEntering && depth === actor.handles && (kind === 'return' || kind === 'raise')) actor.handles = -1;
    return { role, key, isMoment: MOMENTS.has(key) };
  }

  private _accepted(actor: Actor, event: TraceEvent): StepRole {
    const key = keyOf(event);
    const outcome = event.b as Done<readonly [unknown, unknown]> | { readonly kind: 'fail' };
    if (outcome.kind !== 'done') return { role: actor.role, key, isMoment: false };
    actor.client = this._clientAt(String(outcome.value[1]));
    return { role: actor.role, key: `${key} ${actor.client}`, isMoment: true };
  }

  /** A datagram names its sender. */
  private _heard(actor: Actor, { b }: TraceEvent): void {
    const outcome = b as Done<{ readonly address: SocketAddress | undefined }> | { readonly kind: 'fail' };
    const address = outcome.kind === 'done' ? outcome.value.address : undefined;
    if (address !== undefined) actor.client = this._clientAt(String(address));
  }

  private _clientAt(address: string): string {
    return this._clients.get(address) ?? (address === '' ? this._nameless.shift() : undefined) ?? address;
  }

  private _born({ process }: Birth): Actor {
    if (!process.startsWith(SERVER)) return { isServer: false, role: process, client: undefined, handles: -1 };
    const client = this._hasServer ? this._actors.get(this._last)?.client : undefined;
    this._hasServer = true;
    const role = client === undefined ? SERVER : `handler of ${client}`;
    return { isServer: true, role, client, handles: -1 };
  }
}

/** What a step does, without numbers that differ between servers: threads, processes, descriptors. */
function keyOf({ kind, name, a }: TraceEvent): string {
  switch (kind) {
    case 'call': {
      const [first] = a as readonly unknown[];
      const word = typeof first === 'string' && WORD.test(first) ? ` ${first}` : '';
      return `call ${name.replace(MIXIN, 'socketserver.BaseServer.')}${word}`;
    }
    case 'return':
    case 'raise':
      return `${kind} ${name.replace(MIXIN, 'socketserver.BaseServer.')}`;
    case 'thread':
      return a === undefined ? 'thread ended' : 'thread';
    case 'queue':
      return (a as { readonly bytes: number }).bytes < 0 ? `queue -${name}` : `queue +${name}`;
    case 'switch':
    case 'exit':
      return kind;
    case 'syscall':
    case 'block':
    case 'socket':
    case 'segment':
    case 'change':
    case 'log':
    case 'input':
      return `${kind} ${name}`;
  }
}
