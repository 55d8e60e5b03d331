/** The page's end of the wire to the worker: starts it, talks to it, ends it when it loops, floods or says what is no message. */
import type { ClientAction, FromMachine, ToMachine, WithoutSession } from '../../src/host/protocol.ts';
import { lazily } from '../kit/lazy.ts';
import { Rate, checkMessage } from '../sandbox/messages.ts';
import { Sandbox } from '../sandbox/sandbox.ts';
import type { Scope } from '../kit/scope.ts';
import { BEAT_MS, Watchdog } from './watchdog.ts';

/** Milliseconds without an answer until the worker is ended: with the beat that notices it less than a second, unless the computer is busy. */
const SILENCE_MS = 750;
/** Living through a long log again takes a while. */
const SEEK_SILENCE_MS = 5_000;
/** How often a page out of sight is told what has happened. */
const HIDDEN_MS = 1_000;
/** How long a worker may take to be loaded. */
const START_MS = 30_000;

/** The worker's program, loaded once. */
export const loadProgram = lazily(async () => {
  const { default: text } = await import('../sandbox/worker.ts?source');
  return text;
});

/** What is asked of the machine that is booted now. */
type WorkerRequest = WithoutSession<Exclude<ToMachine, { type: 'boot' | 'seek' | 'seekOther' | 'ping' }>>;
type Boot = Omit<Extract<ToMachine, { type: 'boot' }>, 'type' | 'session'>;

/** A machine that makes so many rows between two frames is busy: what is drawn then is a blur, and costs the more. */
const MANY_ROWS = 500;

export interface LinkEvents {
  onMessage(message: FromMachine): void;
  /** The worker is gone: it ended by itself or was ended (`failed`), or it did not answer and was ended for that (`silent`). */
  onHealth(health: 'failed' | 'silent', message: string): void;
  /** Something is to be done, so that the machine has another history. */
  onAction(): void;
}

/** What makes another history. */
const ACTIONS: ReadonlySet<string> = new Set(['branch', 'goToBranch', 'later', 'cancel', 'interrupt', 'choose']);

export class MachineLink {
  private _sandbox: Sandbox | undefined;
  private _session = 0;
  private readonly _watchdog = new Watchdog(performance.now());
  private _hasSpoken = false;
  /** Code that is not ours has run in the worker: nothing in there can be relied on any more. */
  private _isUsed = false;
  private _rate = new Rate();
  private _seekWanted: number | undefined;
  private _otherWanted: number | undefined;
  private _isSeeking = false;
  /** The last one sought was the machine itself, not the other one. */
  private _hasSought = false;
  private readonly _scope: Scope;
  private readonly _events: LinkEvents;

  constructor(events: LinkEvents, scope: Scope) {
    this._scope = scope;
    this._events = events;
    scope.interval(() => this._beat(), BEAT_MS);
    scope.onEnd(() => this._sandbox?.end());
  }

  /** Whether there is a worker, or one that is being started. */
  get isUp(): boolean {
    return this._sandbox !== undefined;
  }

  /** Whether an answer to a seek is on its way. */
  get isSeeking(): boolean {
    return this._isSeeking;
  }

  /** Boots a new machine. Whatever the old one still says is not listened to. */
  boot({ app, ...rest }: Boot): void {
    this._session += 1;
    this._isSeeking = false;
    this._seekWanted = undefined;
    this._otherWanted = undefined;
    if (this._sandbox === undefined || this._isUsed) this._start();
    this._isUsed = app?.code !== undefined;
    this._post({ ...rest, app, type: 'boot', session: this._session });
  }

  client(client: number, action: ClientAction): void {
    this._events.onAction();
    this._post({ type: 'client', session: this._session, client, action });
  }

  /** Asks for the machine at a step. While one answer is awaited only the newest wish is kept. */
  seek(step: number): void {
    this._seekWanted = step;
    this._seekNext();
  }

  /** Asks for the other machine of a comparison at a step. */
  seekOther(step: number): void {
    this._otherWanted = step;
    this._seekNext();
  }

  /** Asks for whatever needs no care on the way. */
  request(request: WorkerRequest): void {
    if (ACTIONS.has(request.type)) this._events.onAction();
    this._post({ ...request, session: this._session });
  }

  private _seekNext(): void {
    if (this._isSeeking) return;
    const session = this._session;
    const [seek, other] = [this._seekWanted, this._otherWanted];
    // In turn, so that neither waits for ever while the cursor is dragged.
    if (seek !== undefined && !(this._hasSought && other !== undefined)) {
      this._post({ type: 'seek', session, step: seek });
      this._seekWanted = undefined;
    } else if (other !== undefined) {
      this._post({ type: 'seekOther', session, step: other });
      this._otherWanted = undefined;
    } else return;
    this._isSeeking = true;
    this._hasSought = !this._hasSought;
  }

  private _start(): void {
    this._sandbox?.end();
    const sandbox = new Sandbox(loadProgram(), {
      onMessage: (data) => this._hear(sandbox, data),
      onDeath: (reason) => this._end(sandbox, 'failed', reason),
    });
    this._sandbox = sandbox;
    this._watchdog.heard();
    this._hasSpoken = false;
    this._rate = new Rate();
  }

  private _end(sandbox: Sandbox, health: 'failed' | 'silent', reason: string): void {
    if (sandbox !== this._sandbox) return;
    sandbox.end();
    this._sandbox = undefined;
    this._events.onHealth(health, reason);
  }

  private _hear(sandbox: Sandbox, data: unknown): void {
    if (sandbox !== this._sandbox) return;
    this._watchdog.heard();
    this._hasSpoken = true;
    if (!this._rate.admit(performance.now())) {
      this._end(sandbox, 'failed', 'Budget of messages: its worker sent more than 1,000 in a second');
      return;
    }
    const message = checkMessage(data);
    if (typeof message === 'string') {
      this._end(sandbox, 'failed', `Its worker said something that is no message (${message})`);
      return;
    }
    if (message.session !== this._session) return;
    if (message.type === 'progress' && message.steps !== undefined) {
      this._acknowledge(message.session, message.steps.times.length > MANY_ROWS ? 2 : 1);
    }
    if (message.type === 'snapshot' || message.type === 'otherSnapshot') {
      this._isSeeking = false;
      this._seekNext();
    }
    if (message.type !== 'pong') this._events.onMessage(message);
  }

  /**
   * What was told is drawn by the next frame; and the frames after that are left to the reader: nobody reads what changes sixty times a
   * second. A page out of sight has no frames, and need not be told often.
   */
  private _acknowledge(session: number, left: number): void {
    const tell = (): void => {
      if (left === 0) return this._post({ type: 'drawn', session });
      left -= 1;
      this._scope.frame(tell);
    };
    if (document.visibilityState === 'hidden')
      this._scope.timeout(() => this._post({ type: 'drawn', session }), HIDDEN_MS);
    else this._scope.frame(tell);
  }

  private _beat(): void {
    this._watchdog.beat(performance.now(), document.visibilityState === 'hidden');
    const sandbox = this._sandbox;
    if (sandbox === undefined) return;
    const patience = this._hasSpoken ? (this._isSeeking ? SEEK_SILENCE_MS : SILENCE_MS) : START_MS;
    if (this._watchdog.isSilentFor(patience)) this._end(sandbox, 'silent', '');
    else this._post({ type: 'ping', session: this._session });
  }

  private _post(message: ToMachine): void {
    this._sandbox?.post(message);
  }
}
