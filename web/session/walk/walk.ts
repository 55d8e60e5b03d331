/**
 * The walk through a server as the reader takes it: which request is looked at, which of its moments is shown, moves
 * from one to the next, and playing them at a pace at which they can be read. What is played has happened already.
 */
import type { Moment, MomentName } from '../../../src/explain/moments/moment.ts';
import { Events } from '../../kit/events.ts';
import type { Release, Scope } from '../../kit/scope.ts';
import type { Session } from '../session.ts';
import { paceOf } from './pace.ts';
import { requestsOf, roadOf, stopsOf } from './road.ts';
import type { Stop, Subject } from './road.ts';

/** How many steps after its own a moment is seen best: the handler has its environ once `make_environ` has returned. */
const SEEN_LATER: Readonly<Partial<Record<MomentName, number>>> = { make_environ: 1 };

export interface WalkState extends Subject {
  /** How many requests the connection has had. */
  readonly requests: number;
  readonly stops: readonly Stop[];
  /** Place of the stop at the cursor; -1 before the first one. */
  readonly place: number;
  /** The moment at the cursor: of a stop, or one between two stops. */
  readonly moment: Moment | undefined;
  readonly previous: Moment | undefined;
  readonly next: Moment | undefined;
  readonly isPlaying: boolean;
  /** Whether the cursor follows the live end. */
  readonly isLive: boolean;
  /** Whether the reader has come to the cursor by a move of the walk. */
  readonly isWalking: boolean;
  /** Whether there is a request that can be played. */
  readonly canPlay: boolean;
}

export interface WalkEvents {
  changed: undefined;
  /** A request was played, or walked, to its end. */
  ended: Subject;
}

export class Walk {
  readonly events = new Events<WalkEvents>();
  private readonly _session: Session;
  private readonly _scope: Scope;
  private readonly _look: (client: number) => void;
  private _subject: Subject = { client: undefined, request: 0 };
  private _timer: Release | undefined;
  /** Where a move of the walk has put the cursor, and for which moment. */
  private _walkedTo: number | undefined;
  private _shown: Moment | undefined;
  /** Moments are played when the next request has ended; those that had ended by then are left alone. */
  private _armed: ReadonlySet<string> | undefined;
  private _state: WalkState;

  /** @param look shows the client of a moment that is gone to. */
  constructor(session: Session, scope: Scope, look: (client: number) => void = () => undefined) {
    this._session = session;
    this._scope = scope;
    this._look = look;
    this._state = this._read();
    session.select(
      ({ connection, cursor, length, hiddenFrom }) => [connection, cursor, length, hiddenFrom],
      () => this._update(),
      scope,
    );
    session.moments.events.on('changed', () => this._update(), scope);
    session.on('entering', () => this._timer !== undefined && this.finish(), scope);
    session.on('reset', () => this._forget(), scope);
    session.on('history', () => this._forget(), scope);
  }

  get state(): WalkState {
    return this._state;
  }

  /** Shows a moment, also one of another request. */
  goTo(moment: Moment): void {
    this._stop();
    if (moment.client !== undefined && moment.client !== this._subject.client) this._look(moment.client);
    this._show(moment);
  }

  /** Shows the next moment; the live end after the last one. */
  next(): void {
    this._stop();
    this._advance();
  }

  previous(): void {
    this._stop();
    const { previous } = this._state;
    if (previous !== undefined) this._show(previous);
  }

  /** Plays the request from where the cursor is; from its first moment at the end of it. */
  play(): void {
    if (this._state.isPlaying || !this._state.canPlay) return;
    const { stops, client, isLive } = this._state;
    const first = stops.find(({ moment }) => moment !== undefined && moment.client === client)?.moment;
    const next = isLive ? first : (this._nextStop ?? first);
    if (next !== undefined) this._show(next);
    this._wait(this._state.moment);
    this._update();
  }

  /** Stops playing where it is. */
  pause(): void {
    if (this._timer === undefined) return;
    this._stop();
    this._update();
  }

  /** Ends the walk at once: shows the live end. */
  finish(): void {
    this._stop();
    if (this._state.isLive) return this._update();
    this._end();
  }

  /** Plays the next request that ends. */
  arm(): void {
    this._armed = new Set(this._ended());
  }

  private get _road(): readonly Moment[] {
    return roadOf(this._session.moments.shown, this._subject);
  }

  private _read(): WalkState {
    const { state, log, moments } = this._session;
    const at = state.cursor ?? log.shown;
    const road = this._road;
    const stops = stopsOf(road);
    const isWalking = state.cursor !== undefined && state.cursor === this._walkedTo;
    const here = isWalking ? road.findIndex((moment) => moment === this._shown) : -1;
    const last = here >= 0 ? here : road.findLastIndex(({ step }) => step < at);
    const moment = road[last];
    return {
      ...this._subject,
      requests: requestsOf(moments.shown, this._subject.client),
      stops,
      place: stops.findLastIndex((stop) => stop.moment !== undefined && road.indexOf(stop.moment) <= last),
      moment,
      previous: road[last - 1],
      next: road[last + 1],
      isPlaying: this._timer !== undefined,
      isLive: state.cursor === undefined,
      isWalking,
      canPlay: road.some(({ client }) => client !== undefined),
    };
  }

  private _update(): void {
    const { cursor } = this._session.state;
    // The cursor was moved by other means.
    if (this._timer !== undefined && cursor !== this._walkedTo) this._stop();
    this._subject = this._findSubject();
    this._state = this._read();
    this.events.emit('changed', undefined);
    this._playArmed();
  }

  /**
   * At the live end, the newest request of the connection that is shown. In the past the same one, also before its
   * connection exists, until the cursor comes to another one.
   */
  private _findSubject(): Subject {
    const { state, moments } = this._session;
    const { connection, cursor } = state;
    if (cursor === undefined) {
      return { client: connection, request: Math.max(0, requestsOf(moments.shown, connection) - 1) };
    }
    const client = connection === undefined || this._isBeforeBegin(cursor) ? this._subject.client : connection;
    const here = moments.of(client).findLast(({ step, request }) => step < cursor && request !== undefined);
    const isSame = client === this._subject.client;
    if (here?.request === undefined) return { client, request: isSame ? this._subject.request : 0 };
    return { client, request: here.request };
  }

  /** Whether the request that is looked at has not begun at the cursor. */
  private _isBeforeBegin(cursor: number): boolean {
    const { client } = this._subject;
    const first = client === undefined ? undefined : this._session.moments.of(client)[0];
    return first !== undefined && cursor <= first.step && this._walkedTo === cursor;
  }

  private get _nextStop(): Moment | undefined {
    const { stops, place } = this._state;
    return stops[place + 1]?.moment;
  }

  private _advance(): void {
    const { next, isLive } = this._state;
    if (isLive) return;
    if (next !== undefined) this._show(next);
    else this._end();
  }

  private _end(): void {
    // What comes next is hidden.
    if (this._session.state.hiddenFrom !== undefined) return this._update();
    const { client, request } = this._state;
    this._session.seek(undefined);
    this._update();
    this.events.emit('ended', { client, request });
  }

  private _show(moment: Moment): void {
    const { length } = this._session.log;
    this._shown = moment;
    // The end of the log is shown as a past moment too: the walk goes on from there, and the machine may not.
    this._walkedTo = Math.min(moment.step + 1 + (SEEN_LATER[moment.name] ?? 0), length);
    this._session.seek(this._walkedTo);
    this._update();
  }

  /** Goes on to the next stop when a moment could be read. */
  private _wait(moment: Moment | undefined): void {
    const { causes } = this._session.moments;
    this._timer = this._scope.timeout(
      () => {
        this._timer = undefined;
        const next = this._nextStop;
        if (next === undefined) return this._end();
        this._wait(next);
        this._show(next);
      },
      paceOf(moment && causes.of(moment)),
    );
  }

  private _stop(): void {
    this._timer?.();
    this._timer = undefined;
  }

  private _forget(): void {
    this._stop();
    this._walkedTo = undefined;
    this._subject = { client: undefined, request: 0 };
    if (this._armed !== undefined) this._armed = new Set();
    this._update();
  }

  private _playArmed(): void {
    const { client, request, isLive } = this._state;
    if (this._armed === undefined || client === undefined || !isLive) return;
    const key = `${client}/${request}`;
    if (this._armed.has(key) || !this._ended().includes(key)) return;
    this._armed = undefined;
    this.play();
  }

  /** The requests that have come to their end. */
  private _ended(): readonly string[] {
    const ends = this._session.moments.list.filter(({ name, client }) => name === 'close' && client !== undefined);
    return ends.map(
      ({ client, request }) => `${client}/${request ?? requestsOf(this._session.moments.list, client) - 1}`,
    );
  }
}
