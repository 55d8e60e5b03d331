/** Another server beside the machine that runs: it lives the same whenever something has happened, as long as that is wanted. */
import type { Machine, Snapshot, WsgiApp } from '../../src/index.ts';
import type { Comparison, ServerKind } from '../protocol.ts';
import { Comparer } from './comparison.ts';

export class Beside {
  private _server: ServerKind | undefined;
  private _comparer: Comparer | undefined;
  /** What was compared last: nothing has happened since as long as it is the same. */
  private _done = '';
  private readonly _now: () => number;

  /** @param now the wall clock, in milliseconds. */
  constructor(now: () => number) {
    this._now = now;
  }

  get isWanted(): boolean {
    return this._server !== undefined;
  }

  /** Chooses the server; undefined for none any more. */
  choose(server: ServerKind | undefined): void {
    this.end();
    this._server = server;
  }

  /** Answers undefined when nothing has happened since the last time. */
  compare(machine: Machine, app: WsgiApp): Comparison | undefined {
    const server = this._server;
    const now = `${server} ${machine.trace.length} ${machine.inputs.length}`;
    if (server === undefined || now === this._done) return undefined;
    this._done = now;
    this._comparer ??= new Comparer(this._now);
    return this._comparer.compare(machine, server, app);
  }

  /** The other machine as it was; undefined when there is none. */
  seek(step: number): Snapshot | undefined {
    return this._comparer?.seek(step);
  }

  /** Another future of the machine: it is to be compared anew. */
  forget(): void {
    this._done = '';
  }

  /** The machine is another one. */
  end(): void {
    this._comparer?.end();
    this._comparer = undefined;
    this._server = undefined;
    this._done = '';
  }
}
