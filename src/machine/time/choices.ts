/**
 * Chooses among threads that could run: by a recorded schedule, then by the user or the usual order. Every decision
 * that departs from the usual order is recorded, so that a replay can repeat it.
 */
import type { Thread } from '../../kernel/process.ts';
import { syscallArguments } from '../../trace/syscall-text.ts';
import type { Choice } from '../scenario/scenario.ts';

/** A thread that could run now. */
export interface Candidate {
  readonly tid: number;
  readonly thread: string;
  readonly pid: number;
  readonly process: string;
  /** Why it could run: `it has just made a system call and can go on`. */
  readonly why: string;
}

/**
 * A point at which more than one thread could run. The first candidate is the thread that the usual order would run.
 */
export interface ChoicePoint {
  /** The number of the decision, from 0. */
  readonly choice: number;
  /** How many steps the log has. */
  readonly step: number;
  readonly candidates: readonly Candidate[];
}

export class Choices {
  /**
   * Whether the machine stops until `pick` decides, where nothing is planned; `server`: only among threads of the
   * server, where the usual order would run one of them.
   */
  stopsForChoice: boolean | 'server' = false;
  /** The pending choice, while the machine is stopped for one. */
  pending: ChoicePoint | undefined;
  /** Called at each decision: the step, the candidates, and the index of the chosen one. */
  onChoice: ((step: number, ready: readonly Thread[], place: number) => void) | undefined;

  private readonly _stepNow: () => number;
  private readonly _made: Choice[] = [];
  private _planned: readonly Choice[] = [];
  /** How many of the planned decisions have been made. */
  private _used = 0;
  private _count = 0;
  /** The user's decision, until the scheduler takes it. */
  private _picked: Choice | undefined;
  private _isPickUsual = false;

  /** @param stepNow answers the length of the log. */
  constructor(stepNow: () => number) {
    this._stepNow = stepNow;
  }

  /** Decisions so far that departed from the usual order. */
  get made(): readonly Choice[] {
    return this._made;
  }

  /** The same, with a decision of the user that has not taken effect yet. */
  get decided(): readonly Choice[] {
    return this._picked === undefined || this._isPickUsual ? this._made : [...this._made, this._picked];
  }

  /** How many decisions have been made, usual ones too. */
  get count(): number {
    return this._count;
  }

  /** Sets all decisions of the machine, from the first; those already made are skipped. */
  plan(choices: readonly Choice[]): void {
    this._planned = choices;
    this._used = choices.findIndex(({ choice }) => choice >= this._count);
    if (this._used === -1) this._used = choices.length;
  }

  /**
   * Decides the pending choice: thread `tid` runs next. Throws when no choice is pending, or when the thread cannot
   * run.
   */
  pick(tid: number): void {
    const { pending } = this;
    if (pending === undefined) throw new Error('no choice is pending: at most one thread can run');
    if (!pending.candidates.some((candidate) => candidate.tid === tid)) {
      throw new RangeError(`tid: thread ${tid} cannot run now; candidates are ${names(pending.candidates)}`);
    }
    this._picked = { choice: pending.choice, step: pending.step, tid };
    this._isPickUsual = pending.candidates[0]?.tid === tid;
    this.pending = undefined;
  }

  /** Called by the scheduler. */
  choose(ready: readonly Thread[]): number {
    const step = this._stepNow();
    const tid = this._whoRuns(ready);
    if (tid === undefined) {
      this.pending = { choice: this._count, step, candidates: this._asked(ready).map(candidate) };
      return -1;
    }
    const place = ready.findIndex((thread) => thread.tid === tid);
    if (place > 0) this._made.push({ choice: this._count, step, tid });
    this._count += 1;
    this._picked = undefined;
    this.pending = undefined;
    this.onChoice?.(step, ready, place);
    return place;
  }

  /** The thread that runs next; undefined when the user has to choose first. */
  private _whoRuns(ready: readonly Thread[]): number | undefined {
    const planned = this._planned[this._used];
    if (planned?.choice === this._count) {
      this._used += 1;
      if (ready.some((thread) => thread.tid === planned.tid)) return planned.tid;
      const could = names(ready.map(candidate));
      throw new Error(
        `choice ${planned.choice} of the schedule: thread ${planned.tid} cannot run; candidates are ${could}`,
      );
    }
    // No thread has run since it was picked: it can run still.
    if (this._picked !== undefined) return this._picked.tid;
    const [usual] = ready;
    const asked = this._asked(ready);
    const isAsked = planned === undefined && asked.length > 1 && asked[0] === usual;
    return isAsked ? undefined : usual?.tid;
  }

  /** The threads that the user is asked about. */
  private _asked(ready: readonly Thread[]): readonly Thread[] {
    if (this.stopsForChoice !== 'server') return this.stopsForChoice ? ready : [];
    return ready.filter(({ process }) => process.name.startsWith('server'));
  }
}

function candidate(thread: Thread): Candidate {
  const { tid, name, process } = thread;
  return { tid, thread: name, pid: process.pid, process: process.name, why: whyReady(thread) };
}

function whyReady({ generator, call, pendingSignal }: Thread): string {
  if (generator === undefined) return 'it is new and has not run yet';
  if (call === undefined) return 'it has just made a system call and can go on';
  const waited = `${call.name}(${syscallArguments(call.name, call.args)})`;
  if (pendingSignal !== undefined) return `${pendingSignal} interrupts its ${waited}`;
  return call.timedOut ? `the time of its ${waited} is up` : `what it waited for in ${waited} has happened`;
}

const names = (candidates: readonly Candidate[]): string =>
  candidates.map(({ tid, thread }) => `${tid} (${thread})`).join(', ');
