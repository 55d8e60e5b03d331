/**
 * Another server beside the machine that runs: it lives the same whenever something has happened, as long as that is
 * wanted.
 */
import { DivergedError } from '../index.ts';
import type { Machine, Snapshot, WsgiApp } from '../index.ts';
import type { Comparison, ServerKind } from './protocol.ts';
import { Comparer } from './comparison.ts';
import { messageOf, noticeOf } from './notices.ts';
import type { WallClock } from './wall-clock.ts';

/** How long after something has happened another server lives it. */
const COMPARE_MS = 60;

export class ComparisonRunner {
  private _server: ServerKind | undefined;
  private _comparer: Comparer | undefined;
  /** What was compared last: nothing has happened since as long as it is the same. */
  private _done = '';
  private _isLoading = false;
  private readonly _clock: WallClock;

  constructor(clock: WallClock) {
    this._clock = clock;
  }

  /** Something has happened: if another server is wanted it lives that too, in a moment. */
  soon(compare: () => void): void {
    if (this._isLoading || this._server === undefined) return;
    this._isLoading = true;
    this._clock.later(() => {
      this._isLoading = false;
      compare();
    }, COMPARE_MS);
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
    this._comparer ??= new Comparer(() => this._clock.now());
    try {
      return this._comparer.compare(machine, server, app);
    } catch (error) {
      // The machine itself is well.
      this._comparer = undefined;
      return nothingOf(server, error);
    }
  }

  /** The other machine as it was; undefined when there is none, or when living it again leads elsewhere. */
  seek(step: number): Snapshot | undefined {
    try {
      return this._comparer?.seek(step);
    } catch (error) {
      if (error instanceof DivergedError) return undefined;
      throw error;
    }
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

/** A comparison with nothing, and why. */
function nothingOf(server: ServerKind, error: unknown): Comparison {
  const notes = [noticeOf('comparisonFailed', { message: messageOf(error) })];
  return { server, steps: [], lines: new Int32Array(), partners: new Int32Array(), length: 0, notes };
}
