/** Keeps a comparison with another server up to date: after each change the other server gets the same inputs. */
import { DivergedError } from '../index.ts';
import type { Machine, Snapshot, WsgiApp } from '../index.ts';
import type { Comparison, ServerKind } from './protocol.ts';
import { Comparer } from './comparison.ts';
import { messageOf, noticeOf } from './notices.ts';
import type { WallClock } from './wall-clock.ts';

/** Time between a change and the comparison. */
const COMPARE_MS = 60;

export class ComparisonRunner {
  private _server: ServerKind | undefined;
  private _comparer: Comparer | undefined;
  /** What was compared last: the server, and the lengths of the log and of the inputs. */
  private _compared = '';
  private _isScheduled = false;
  private readonly _clock: WallClock;

  constructor(clock: WallClock) {
    this._clock = clock;
  }

  /** Compares soon, if there is a server to compare with. */
  soon(compare: () => void): void {
    if (this._isScheduled || this._server === undefined) return;
    this._isScheduled = true;
    this._clock.later(() => {
      this._isScheduled = false;
      compare();
    }, COMPARE_MS);
  }

  /** Chooses the server; undefined ends the comparison. */
  choose(server: ServerKind | undefined): void {
    this.end();
    this._server = server;
  }

  /** Returns undefined if nothing has changed since the last comparison. */
  compare(machine: Machine, app: WsgiApp): Comparison | undefined {
    const server = this._server;
    const now = `${server} ${machine.trace.length} ${machine.inputs.length}`;
    if (server === undefined || now === this._compared) return undefined;
    this._compared = now;
    this._comparer ??= new Comparer(() => this._clock.now());
    try {
      return this._comparer.compare(machine, server, app);
    } catch (error) {
      // The machine itself is fine.
      this._comparer = undefined;
      return nothingOf(server, error);
    }
  }

  /** The compared machine at a step; undefined if there is none, or if its replay diverges. */
  seek(step: number, clients: readonly number[]): Snapshot | undefined {
    try {
      return this._comparer?.seek(step, clients);
    } catch (error) {
      if (error instanceof DivergedError) return undefined;
      throw error;
    }
  }

  /** The machine is on another branch: the last comparison does not count. */
  forget(): void {
    this._compared = '';
  }

  /** Ends the comparison. */
  end(): void {
    this._comparer?.end();
    this._comparer = undefined;
    this._server = undefined;
    this._compared = '';
  }
}

/** An empty comparison, and why it failed. */
function nothingOf(server: ServerKind, error: unknown): Comparison {
  const notes = [noticeOf('comparisonFailed', { message: messageOf(error) })];
  return { server, steps: [], lines: new Int32Array(), partners: new Int32Array(), length: 0, notes };
}
