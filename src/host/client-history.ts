/** What clients did and received, for their terminals. */
import type { Input, Machine, TraceEvent } from '../index.ts';
import type { HistoryEntry } from './protocol.ts';

/** An input as an entry of its client's history; undefined for an input to the server. */
export function entryOf({ client, command }: Input): HistoryEntry | undefined {
  if (client === undefined || command.do === 'interrupt') return undefined;
  return {
    client,
    did: command.do === 'datagrams' ? 'connect' : command.do,
    bytes: command.do === 'send' ? command.data : new Uint8Array(),
  };
}

/** Everything that clients did and received so far, in order. */
export function historyOf(machine: Machine): HistoryEntry[] {
  const reader = new HistoryReader(machine);
  const placed = machine.inputs.flatMap((input) => {
    const entry = entryOf(input);
    return entry === undefined ? [] : [{ step: input.step, entry }];
  });
  for (let step = 0; step < machine.trace.length; step += 1) {
    const event = machine.recorder?.log.at(step);
    const entry = event && reader.read(event);
    if (entry !== undefined) placed.push({ step, entry });
  }
  return placed.toSorted((one, other) => one.step - other.step).map(({ entry }) => entry);
}

/** States of a client's socket once the server has closed its side. */
const CLOSED_BY_SERVER: ReadonlySet<string> = new Set(['close-wait', 'time-wait']);

const CLIENT_PROCESS = /^client-(\d+)$/;
const NOTHING = new Uint8Array();

/** Finds in the log what clients received. It must see every event, in order. */
class HistoryReader {
  private readonly _machine: Machine;
  private readonly _clientOfSocket: ReadonlyMap<number | undefined, number>;
  /** Clients of a Unix socket, by thread: the states of their sockets do not tell where the server closes its side. */
  private readonly _unixClients = new Map<number, number>();
  /** All that a client received, and how much of it the log has told so far. */
  private readonly _received = new Map<number, { readonly bytes: Uint8Array; told: number }>();

  constructor(machine: Machine) {
    this._machine = machine;
    const { connections } = machine.snapshot();
    this._clientOfSocket = new Map(connections.map(({ client, clientSocket }) => [clientSocket, client]));
  }

  read(event: TraceEvent): HistoryEntry | undefined {
    if (event.kind === 'thread') this._readThread(event);
    if (event.kind === 'socket') return this._readState(event);
    if (event.kind === 'syscall') return this._readEnd(event);
    return event.kind === 'queue' ? this._readQueue(event) : undefined;
  }

  private _readThread({ tid, a }: TraceEvent): void {
    if (a === undefined) return;
    const number = CLIENT_PROCESS.exec((a as { readonly process: string }).process)?.[1];
    const client = this._machine.clients[Number(number)];
    if (client?.isDatagram === false && client.localAddress === undefined) this._unixClients.set(tid, client.number);
  }

  private _readState({ a }: TraceEvent): HistoryEntry | undefined {
    const { socket, to } = a as { readonly socket: number; readonly to: string };
    const client = this._clientOfSocket.get(socket);
    return client !== undefined && CLOSED_BY_SERVER.has(to) ? { client, did: 'eof', bytes: NOTHING } : undefined;
  }

  /** A client of a Unix socket that receives nothing has read the end. */
  private _readEnd({ name, tid, b }: TraceEvent): HistoryEntry | undefined {
    const client = name === 'recvfrom' ? this._unixClients.get(tid) : undefined;
    if (client === undefined) return undefined;
    const { value } = b as { readonly value?: { readonly data: { readonly length: number } } };
    return value?.data.length === 0 ? { client, did: 'eof', bytes: NOTHING } : undefined;
  }

  /** A client that takes bytes out of its receive queue receives them. */
  private _readQueue({ name, a }: TraceEvent): HistoryEntry | undefined {
    const { socket, bytes: change } = a as { readonly socket: number; readonly bytes: number };
    const client = name === 'receive' && change < 0 ? this._clientOfSocket.get(socket) : undefined;
    if (client === undefined) return undefined;
    let received = this._received.get(client);
    if (received === undefined) {
      const bytes = this._machine.clients[client]?.receivedBytes ?? NOTHING;
      this._received.set(client, (received = { bytes, told: 0 }));
    }
    const from = received.told;
    received.told -= change;
    const bytes = received.bytes.subarray(from, received.told);
    return bytes.length === 0 ? undefined : { client, did: 'receive', bytes };
  }
}
