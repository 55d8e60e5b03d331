/**
 * The lesson that a reader is in: its machine, at which stop they are, what they have predicted, whether the task is
 * done. Stops are its steps, then its task, if there is one, then its end. Absent on purpose: how it is drawn, and
 * where lessons come from.
 */
import type { Lesson } from '../../../src/lessons/lesson.ts';
import type { Moment } from '../../../src/explain/moments/moment.ts';
import { momentAt } from '../../../src/lessons/places.ts';
import { isReached } from '../../../src/lessons/task.ts';
import type { Scope } from '../../kit/scope.ts';
import type { Opened } from '../boot-options.ts';
import { FIRST_APP } from '../store.ts';
import type { PageState } from '../store.ts';
import type { Claim } from '../future.ts';
import { bootOptionsOf } from '../scenario-options.ts';
import { sourceIn } from '../link-check.ts';
import type { Session } from '../session.ts';
import type { LessonProgress } from './progress.ts';
import { Received } from './received.ts';

/**
 * How a scenario is opened that is played to its end at once, in no time of the reader's: it is replayed up to a step
 * that never comes. Nothing stands still then, as at a choice that is made.
 */
export const TO_THE_END = {
  cursor: undefined,
  held: { step: Number.MAX_SAFE_INTEGER, isChoice: true },
  breakpoints: [],
  isAsking: false,
  isExample: true,
} as const satisfies Omit<Opened, 'scenario'>;

/** While the machine is on its way, its first step is shown. */
const FIRST = 1;

export type StopKind = 'step' | 'task' | 'end';

export interface LessonState {
  readonly lesson: Lesson;
  /** Whether it came with the page: only then is it known how far the reader is with it. */
  readonly isOurs: boolean;
  readonly stop: number;
  /** What the reader has predicted, by step. */
  readonly chosen: Readonly<Record<number, number>>;
  /** The machine is on its way to the end of the scenario, or has failed on it. */
  readonly machine: 'coming' | 'there' | 'failed';
  /** There is no such moment in this run. */
  readonly isMissing: boolean;
  readonly isHinted: boolean;
  /** The reader has begun with the task. */
  readonly isTrying: boolean;
  readonly isReached: boolean;
}

export interface LessonPort {
  /** Boots a machine that first replays a scenario. */
  open(change: Partial<PageState['options']>, opened: Opened): void;
  /** Shows where a moment is to be seen: its client, and on a small screen its pane. */
  look(moment: Moment): void;
  /** The reader goes on, by hand. */
  handOver(): void;
}

export class Lessons {
  readonly progress: LessonProgress;
  private readonly _session: Session;
  private readonly _port: LessonPort;
  private readonly _received: Received;
  private readonly _listeners = new Set<() => void>();
  private _state: LessonState | undefined;
  /** The machine is not the lesson's any more: the reader has done something with it. */
  private _isChanged = false;
  /** Numbers the openings: only the newest one counts. */
  private _opening = 0;
  private _isOpening = false;

  constructor(session: Session, scope: Scope, port: LessonPort, progress: LessonProgress) {
    this._session = session;
    this._port = port;
    this.progress = progress;
    this._received = new Received(session, scope, () => this._judge());
    const change = (): void => {
      if (this._isOpening) return;
      this._isChanged = true;
      this._hide();
    };
    session.on('changed', change, scope);
    session.on('reset', change, scope);
    session.select(
      ({ live }) => live?.log,
      () => this._judge(),
      scope,
    );
    session.moments.events.on('changed', () => this._found(), scope);
  }

  /** Undefined while there is no lesson. */
  get state(): LessonState | undefined {
    return this._state;
  }

  /** Calls `listener` whenever the state has changed. */
  onChange(listener: () => void, scope: Scope): void {
    this._listeners.add(listener);
    scope.onEnd(() => this._listeners.delete(listener));
  }

  /** How many stops there are. */
  get stops(): number {
    return this._state === undefined ? 0 : this._state.lesson.steps.length + this._extra;
  }

  get kind(): StopKind {
    const { lesson, stop } = this._known;
    if (stop < lesson.steps.length) return 'step';
    return stop === lesson.steps.length && lesson.task !== undefined ? 'task' : 'end';
  }

  /** Whether the reader has to predict before going on. */
  get isAsking(): boolean {
    const { lesson, stop, chosen } = this._known;
    return lesson.steps[stop]?.prediction !== undefined && chosen[stop] === undefined;
  }

  open(lesson: Lesson, isOurs: boolean): void {
    this._state = {
      ...{ lesson, isOurs, stop: 0, chosen: {}, machine: 'coming', isMissing: false },
      ...{ isHinted: false, isTrying: false, isReached: false },
    };
    this._mark('begun');
    this._tell();
    void this._play();
  }

  /** Leaves the lesson; the machine stays as it is. */
  close(): void {
    this._opening += 1;
    this._isOpening = false;
    this._state = undefined;
    this._hide();
    this._tell();
  }

  next(): void {
    if (!this.isAsking) this.goTo(this._known.stop + 1);
  }

  back(): void {
    this.goTo(this._known.stop - 1);
  }

  goTo(stop: number): void {
    if (stop < 0 || stop >= this.stops) return;
    this._set({ stop, isMissing: false });
    const { kind } = this;
    if (kind !== 'step') this._mark('read');
    if (kind === 'end' && this._known.lesson.task === undefined) this._mark('done');
    if (kind === 'step' && this._isChanged) void this._play();
    else this._show();
  }

  /** The reader predicts; what was said first counts. */
  choose(choice: number): void {
    const { stop, chosen } = this._known;
    if (this.isAsking) this._set({ chosen: { ...chosen, [stop]: choice } });
  }

  hint(): void {
    this._set({ isHinted: true });
  }

  /** The reader gets the machine at the end of the lesson's scenario, live. */
  async attempt(): Promise<void> {
    if (this._isChanged) await this._play();
    if (this._state?.machine !== 'there') return;
    this._session.seek(undefined);
    this._set({ isTrying: true });
    this._port.handOver();
  }

  private get _known(): LessonState {
    if (this._state === undefined) throw new Error('there is no lesson');
    return this._state;
  }

  private get _extra(): number {
    return this._known.lesson.task === undefined ? 1 : 2;
  }

  private async _play(): Promise<void> {
    const { lesson } = this._known;
    const opening = (this._opening += 1);
    const { scenario } = lesson;
    this._isOpening = true;
    this._set({ machine: 'coming' });
    const source = sourceIn(scenario);
    const app = 'preset' in scenario.app ? scenario.app.preset : FIRST_APP;
    this._port.open({ app, source, ...bootOptionsOf(scenario) }, { ...TO_THE_END, scenario });
    await Promise.all([this._session.settling.wait(), this._session.moments.load()]);
    if (opening !== this._opening) return;
    this._isOpening = false;
    this._isChanged = false;
    this._set({ machine: this._session.state.health === 'running' ? 'there' : 'failed' });
    this._show();
  }

  /** Shows the moment of the step; of the task, what the machine has come to. */
  private _show(): void {
    const { lesson, stop, machine } = this._known;
    if (machine !== 'there') return;
    const step = lesson.steps[stop];
    if (step === undefined) return this._judge();
    const moment = momentAt(this._session.moments.list, step.at);
    this._set({ isMissing: moment === undefined });
    if (moment === undefined) return;
    this._port.look(moment);
    this._session.seek(moment.step + 1);
  }

  /** A long log is read in portions. */
  private _found(): void {
    if (this._state?.isMissing === true) this._show();
    this._judge();
  }

  private _judge(): void {
    const { _state: state } = this;
    const goal = state?.lesson.task?.goal;
    if (state === undefined || goal === undefined || state.isReached || this.kind !== 'task' || this._isOpening) return;
    const log = this._session.state.live?.log ?? '';
    if (!isReached(goal, { received: this._received.texts, moments: this._session.moments.list, log })) return;
    this._mark('done');
    this._set({ isReached: true });
  }

  private _mark(mark: 'begun' | 'read' | 'done'): void {
    const { lesson, isOurs } = this._known;
    if (isOurs) this.progress.mark(lesson.id, mark);
  }

  private _set(change: Partial<LessonState>): void {
    if (this._state === undefined) return;
    this._state = { ...this._state, ...change };
    this._hide();
    this._tell();
  }

  private _hide(): void {
    this._session.future.claim('lesson', this._claim);
  }

  /**
   * At a step clients show what they had seen by then. What comes after the next thing that the reader is asked must
   * not answer it, unless the reader has another machine by now.
   */
  private get _claim(): Claim | undefined {
    if (this._state === undefined || this.kind !== 'step') return undefined;
    const { lesson, stop, chosen, machine } = this._state;
    const isAsked = (at: number): boolean => lesson.steps[at]?.prediction !== undefined && chosen[at] === undefined;
    const asked = [...lesson.steps.keys()].slice(stop).filter(isAsked);
    if (asked.length === 0 || machine === 'failed' || (this._isChanged && !this._isOpening)) return 'clients';
    if (machine === 'coming') return FIRST;
    const [here = 0] = this._endsAt([stop]);
    const ends = this._endsAt(asked);
    return ends.length === 0 ? 'clients' : Math.max(here, Math.min(...ends));
  }

  /** How many steps have happened at the moments of these stops, as far as they come. */
  private _endsAt(stops: readonly number[]): readonly number[] {
    const { steps } = this._known.lesson;
    const { list } = this._session.moments;
    return stops.flatMap((stop) => {
      const place = steps[stop]?.at;
      const moment = place === undefined ? undefined : momentAt(list, place);
      return moment === undefined ? [] : [moment.step + 1];
    });
  }

  private _tell(): void {
    for (const listener of this._listeners) listener();
  }
}
