/**
 * An index over the log that grows with it: what each client had done and received by any step, for the terminals.
 */
import type { Machine } from '../index.ts';
import { lastBelow } from './binary-search.ts';

/** The steps at which bytes came in, and how many there were by then. */
interface Growth {
  readonly steps: number[];
  readonly totals: number[];
}

export class ClientTimeline {
  private readonly _machine: Machine;
  private readonly _received: Growth[] = [];
  private readonly _done: number[][] = [];
  private readonly _clientOf = new Map<number, number>();
  private _steps = 0;
  private _inputs = 0;
  private _clients = 0;
  /** Clients whose socket is not known yet. */
  private _withoutSocket: number[] = [];

  constructor(machine: Machine) {
    this._machine = machine;
  }

  /**
   * Two numbers for each client, in order: how many inputs it had after `step` steps, and how many bytes it had
   * received.
   */
  at(step: number): Int32Array {
    this._readInputs();
    this._readSteps();
    const seen = new Int32Array(2 * this._machine.clients.length);
    for (let client = 0; client < seen.length / 2; client += 1) {
      seen[2 * client] = lastBelow(this._done[client] ?? [], step) + 1;
      const growth = this._received[client];
      seen[2 * client + 1] = growth?.totals[lastBelow(growth.steps, step)] ?? 0;
    }
    return seen;
  }

  private _readInputs(): void {
    const { inputs } = this._machine;
    for (; this._inputs < inputs.length; this._inputs += 1) {
      const { client, step } = inputs[this._inputs] as (typeof inputs)[number];
      if (client !== undefined) (this._done[client] ??= []).push(step);
    }
  }

  private _readSteps(): void {
    const { recorder, trace } = this._machine;
    for (; this._steps < trace.length; this._steps += 1) {
      const event = recorder?.log.at(this._steps);
      if (event?.kind !== 'queue' || event.name !== 'receive') continue;
      const { socket, bytes } = event.a as { readonly socket: number; readonly bytes: number };
      const client = bytes < 0 ? this._clientAt(socket) : undefined;
      if (client === undefined) continue;
      const { steps, totals } = (this._received[client] ??= { steps: [], totals: [] });
      // The queue changes inside the system call, which returns with the next step. Then the client has the bytes.
      steps.push(this._steps + 2);
      totals.push((totals.at(-1) ?? 0) - bytes);
    }
  }

  /** The client that a socket belongs to. */
  private _clientAt(socket: number): number | undefined {
    const { lanes } = this._machine;
    const known = lanes?.clients ?? [];
    for (; this._clients < known.length; this._clients += 1) this._withoutSocket.push(this._clients);
    // Look again at clients that had no socket yet.
    this._withoutSocket = this._withoutSocket.filter((number) => {
      const entry = known[number];
      const end = entry === undefined ? undefined : lanes?.sockets.get(entry.process)?.clientSocket;
      if (end !== undefined) this._clientOf.set(end, number);
      return end === undefined;
    });
    return this._clientOf.get(socket);
  }
}
