/** Moves of the cursor along the log: by rows of the list, by calls, to the next step of a kind, to search results. */
import type { CallMove } from '../../../src/vocabulary.ts';
import type { Step } from '../../../src/index.ts';
import { callMove, nearest, nearestThat } from '../log/moves.ts';
import type { Target } from '../log/moves.ts';
import { serverThreads, servingTid } from '../server-threads.ts';
import type { Session } from '../session.ts';

/** The earliest moment: a machine begins with its first thread. */
export const FIRST = 1;

export class TimeCursor {
  private readonly _session: Session;

  constructor(session: Session) {
    this._session = session;
  }

  /** How many steps have happened in what is shown. */
  get at(): number {
    return this._session.state.cursor ?? this._session.log.shown;
  }

  /** Whether the cursor follows the live end. */
  get isLive(): boolean {
    return this._session.state.cursor === undefined;
  }

  /** Moves behind `at` steps; undefined, or the length of the log, follows the live end. */
  seek(at: number | undefined): void {
    this._session.seek(at === undefined || at >= this._session.log.length ? undefined : Math.max(FIRST, at));
  }

  /** Moves by visible rows; returns whether more follow. */
  moveRows(by: number): boolean {
    const { log } = this._session;
    const { visible } = log;
    const place = log.placeBefore(this.at) + by;
    this.seek(place < 0 ? FIRST : place >= visible.length ? undefined : (visible[place] ?? 0) + 1);
    return place < visible.length - 1;
  }

  /**
   * Makes a debugger's move; to the live end if the log ends before that. Among steps of clients it moves in the thread
   * that serves the request that is shown.
   */
  moveByCall(move: CallMove): void {
    const number = callMove(this._session.log, move, this.at - 1, this._tid);
    this.seek(number === undefined ? undefined : number + 1);
  }

  /** Moves to the nearest call in the thread of the server that is followed; to the end if there is none. */
  moveToCall(direction: 1 | -1): void {
    const { log } = this._session;
    const tid = this._tid;
    const isCall = (step: Step): boolean => step.kind === 'call' && step.tid === tid;
    const number = nearestThat(log, isCall, direction === 1 ? this.at : this.at - 2, direction);
    if (number !== undefined) this.seek(number + 1);
    else this.seek(direction === 1 ? undefined : FIRST);
  }

  /** Moves to the nearest step of a kind; to the end of the log in that direction if there is none. */
  moveTo(target: Target, direction: 1 | -1): void {
    const from = direction === 1 ? this.at : this.at - 2;
    const number = nearest(this._session.log, target, from, direction);
    if (number !== undefined) this.seek(number + 1);
    else this.seek(direction === 1 ? undefined : FIRST);
  }

  /** Moves to the next or previous search result, and from the last one to the first. */
  moveToFound(direction: 1 | -1): void {
    const { log } = this._session;
    const { found } = log;
    const place = direction === 1 ? log.foundBefore(this.at) + 1 : log.foundBefore(this.at - 1);
    const number = found.at(place >= found.length ? 0 : place);
    if (number !== undefined) this.seek(number + 1);
  }

  /** The thread of the step at the cursor if it is one of the server's, else the one that serves what is shown. */
  private get _tid(): number | undefined {
    const { state, log } = this._session;
    const here = log.at(this.at - 1)?.tid;
    const { shown } = state;
    if (shown !== undefined && serverThreads(shown).some(({ tid }) => tid === here)) return here;
    return servingTid(state) ?? here;
  }
}
