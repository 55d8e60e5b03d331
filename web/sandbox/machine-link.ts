/**
 * The page's connection to the worker: starts it, sends requests, and ends it when it loops, floods the page or sends
 * invalid messages.
 */
import { MessageUnpacker } from '../../src/host/packing.ts';
import type { PackedMessage } from '../../src/host/packing.ts';
import type { ClientAction, ToMachine } from '../../src/host/protocol.ts';
import { lazily } from '../kit/lazy.ts';
import type { Release, Scope } from '../kit/scope.ts';
import type { SandboxNotice } from './notices.ts';
import { MESSAGES_PER_SECOND, Rate, checkMessage } from './messages.ts';
import { Sandbox } from './sandbox.ts';
import type { BootRequest, Link, LinkEvents, MachineRequest } from './link.ts';
import { BEAT_MS, Watchdog } from './watchdog.ts';

/**
 * Milliseconds without an answer until the worker is ended: less than a second with the beat that notices it, unless
 * the computer is busy.
 */
const SILENCE_MS = 750;
/** Replaying a long log takes a while. */
const SEEK_SILENCE_MS = 5_000;
/** Time between two progress messages to a page out of sight. */
const HIDDEN_MS = 1_000;
/** How long a worker may take to load. */
const START_MS = 30_000;
/**
 * A machine that makes this many rows between two frames is busy: nobody can read what is drawn then, and drawing it
 * costs more.
 */
const MANY_ROWS = 500;

/** Requests that change the history. */
const ACTIONS: ReadonlySet<string> = new Set(['branch', 'goToBranch', 'plan', 'cancelPlan', 'interrupt', 'choose']);

/** The program of the worker, loaded once. */
export const loadProgram = lazily(async () => {
  const { default: text } = await import('./worker.ts?source');
  return text;
});

export class MachineLink implements Link {
  private _sandbox: Sandbox | undefined;
  private _session = 0;
  private readonly _watchdog = new Watchdog(performance.now());
  private _hasSpoken = false;
  /** Code of the reader's has run in the worker: the next machine needs another one. */
  private _isUsed = false;
  private _rate = new Rate();
  private _unpacker = new MessageUnpacker();
  private _pendingSeek: number | undefined;
  private _pendingComparedSeek: number | undefined;
  private _isSeeking = false;
  /** The last seek was for the machine itself, not for the compared one. */
  private _lastWasOwnSeek = false;
  private readonly _events: LinkEvents;
  private readonly _scope: Scope;
  /** Takes back the acknowledgement that is to come. */
  private _cancelAcknowledgement: Release = () => undefined;

  constructor(events: LinkEvents, scope: Scope) {
    this._events = events;
    this._scope = scope;
    scope.interval(() => this._beat(), BEAT_MS);
    scope.onEnd(() => this._sandbox?.end());
  }

  /** Whether there is a worker, perhaps one that still starts. */
  get isUp(): boolean {
    return this._sandbox !== undefined;
  }

  /** Whether the answer to a seek is pending. */
  get isSeeking(): boolean {
    return this._isSeeking;
  }

  /** Boots a new machine. Later messages of the old one are ignored. */
  boot({ app, ...rest }: BootRequest): void {
    if (this._sandbox !== undefined && !this._isUsed) this._post({ type: 'end', session: this._session });
    this._cancelAcknowledgement();
    this._session += 1;
    this._unpacker = new MessageUnpacker();
    this._isSeeking = false;
    this._pendingSeek = undefined;
    this._pendingComparedSeek = undefined;
    if (this._sandbox === undefined || this._isUsed) this._start();
    this._isUsed = app?.code !== undefined;
    this._post({ ...rest, app, type: 'boot', session: this._session });
  }

  release(): void {
    this._cancelAcknowledgement();
    this._post({ type: 'end', session: this._session });
    this._session += 1;
    this._isSeeking = false;
  }

  client(client: number, action: ClientAction): void {
    this._events.onAction();
    this._post({ type: 'client', session: this._session, client, action });
  }

  /** Asks for the machine at a step. While an answer is pending only the newest request is kept. */
  seek(step: number): void {
    this._pendingSeek = step;
    this._seekNext();
  }

  /** Asks for the compared machine at a step, like `seek`. */
  seekCompared(step: number): void {
    this._pendingComparedSeek = step;
    this._seekNext();
  }

  /** Sends any other request. */
  request(request: MachineRequest): void {
    if (ACTIONS.has(request.type)) this._events.onAction();
    this._post({ ...request, session: this._session });
  }

  private _seekNext(): void {
    if (this._isSeeking) return;
    const session = this._session;
    const [own, compared] = [this._pendingSeek, this._pendingComparedSeek];
    // Take turns, so that neither waits forever while the cursor is dragged.
    if (own !== undefined && !(this._lastWasOwnSeek && compared !== undefined)) {
      this._post({ type: 'seek', session, step: own });
      this._pendingSeek = undefined;
    } else if (compared !== undefined) {
      this._post({ type: 'seekCompared', session, step: compared });
      this._pendingComparedSeek = undefined;
    } else return;
    this._isSeeking = true;
    this._lastWasOwnSeek = !this._lastWasOwnSeek;
  }

  private _start(): void {
    if (this._scope.hasEnded) return;
    this._sandbox?.end();
    const sandbox = new Sandbox(loadProgram(), {
      onMessage: (data) => this._hear(sandbox, data),
      onEnd: (notice) => this._fail(sandbox, 'failed', notice),
    });
    this._sandbox = sandbox;
    this._watchdog.heard();
    this._hasSpoken = false;
    this._rate = new Rate();
  }

  private _fail(sandbox: Sandbox, health: 'failed' | 'silent', notice?: SandboxNotice): void {
    if (sandbox !== this._sandbox) return;
    sandbox.end();
    this._sandbox = undefined;
    this._events.onHealth(health, notice);
  }

  private _hear(sandbox: Sandbox, data: unknown): void {
    if (sandbox !== this._sandbox) return;
    this._watchdog.heard();
    this._hasSpoken = true;
    if (!this._rate.admit(performance.now())) {
      return this._fail(sandbox, 'failed', { code: 'tooManyMessages', values: { limit: MESSAGES_PER_SECOND } });
    }
    const message = checkMessage(data);
    if (typeof message === 'string') {
      return this._fail(sandbox, 'failed', { code: 'messageInvalid', values: { problem: message } });
    }
    if (message.session === this._session) this._receive(sandbox, message);
  }

  private _receive(sandbox: Sandbox, packed: PackedMessage): void {
    const message = this._unpacker.unpack(packed);
    if (message === undefined) {
      const problem = `${packed.type}: it does not fit the earlier ones`;
      return this._fail(sandbox, 'failed', { code: 'messageInvalid', values: { problem } });
    }
    if (message.type === 'progress' && message.steps !== undefined) {
      this._acknowledge(message.steps.times.length > MANY_ROWS ? 2 : 1);
    }
    if (message.type === 'snapshot' || message.type === 'comparedSnapshot') {
      this._isSeeking = false;
      this._seekNext();
    }
    if (message.type !== 'pong') this._events.onMessage(message);
  }

  /**
   * Tells the host, after some frames, that what it sent has been drawn. The next frame draws it; one or two more
   * stay free for input, for nobody reads what changes sixty times a second. A page out of sight has no frames.
   */
  private _acknowledge(frames: number): void {
    this._cancelAcknowledgement();
    const acknowledge = (): void => this._post({ type: 'acknowledge', session: this._session });
    const countFrame = (): void => {
      if (frames === 0) return acknowledge();
      frames -= 1;
      this._cancelAcknowledgement = this._scope.frame(countFrame);
    };
    this._cancelAcknowledgement =
      document.visibilityState === 'hidden'
        ? this._scope.timeout(acknowledge, HIDDEN_MS)
        : this._scope.frame(countFrame);
  }

  private _beat(): void {
    this._watchdog.beat(performance.now(), document.visibilityState === 'hidden');
    const sandbox = this._sandbox;
    if (sandbox === undefined) return;
    const patience = this._hasSpoken ? (this._isSeeking ? SEEK_SILENCE_MS : SILENCE_MS) : START_MS;
    if (this._watchdog.isSilentFor(patience)) this._fail(sandbox, 'silent');
    else this._post({ type: 'ping', session: this._session });
  }

  private _post(message: ToMachine): void {
    this._sandbox?.post(message);
  }
}
