/**
 * The link of a session to its machine: in a sandbox of its own, or beside others in a shared one. It sends requests,
 * and unpacks and passes on what the machine tells.
 */
import { MessageUnpacker } from '../../src/host/packing.ts';
import type { PackedMessage } from '../../src/host/packing.ts';
import type { ClientAction, FromMachine } from '../../src/host/protocol.ts';
import type { Release, Scope } from '../kit/scope.ts';
import type { SessionRequest } from './asked.ts';
import { Keeper } from './keeper.ts';
import type { MachineKeeper } from './keeper.ts';
import type { BootRequest, Link, LinkEvents, MachineRequest } from './link.ts';
import { MACHINE_PARTS } from './program.ts';
import type { PartName } from './program.ts';
import { checkMessage } from './messages.ts';
import type { SandboxNotice } from './notices.ts';
import { SandboxHost } from './sandbox-host.ts';
import type { Health, MachinePlace, Tenant } from './sandbox-host.ts';

/** Time between two progress messages to a page out of sight. */
const HIDDEN_MS = 1_000;
/**
 * A machine that makes this many rows between two frames is busy: nobody can read what is drawn then, and drawing it
 * costs more.
 */
const MANY_ROWS = 500;

/** Requests that change the history. */
const ACTIONS: ReadonlySet<string> = new Set(['branch', 'goToBranch', 'plan', 'cancelPlan', 'interrupt', 'choose']);

/** Requests that the first parts of the program can do, where a machine plays an example of Glaswerk's own apps. */
const PLAIN: ReadonlySet<string> = new Set(['client', 'seek', 'showClients', 'branch', 'settle', 'acknowledge']);

/** Whether the first parts of the program can do what a machine is booted with. */
export const isPlain = ({ app, pauseAt, breakpoints, isAsking }: BootRequest): boolean =>
  app?.code === undefined && pauseAt === undefined && breakpoints.length === 0 && isAsking === false;

const areAtMoments = (specs: BootRequest['breakpoints']): boolean => specs.some(({ moment }) => moment !== undefined);

export interface LinkPlace {
  /** The sandbox for the next machine. */
  readonly sandbox: () => MachinePlace;
  /** Whether others have machines there too. */
  readonly isShared: boolean;
}

/** A sandbox for one session alone, beside the page's own document. */
function ownPlace(scope: Scope): LinkPlace {
  const sandbox = new SandboxHost({ scope, folder: document.baseURI });
  return { sandbox: () => sandbox, isShared: false };
}

export class MachineLink implements Link, Tenant {
  private readonly _place: LinkPlace;
  /** Where its machine is. */
  private _sandbox: MachinePlace | undefined;
  private _session: number | undefined;
  /** Code of the reader's has run in the worker: the next machine of a sandbox of its own needs another one. */
  private _isUsed = false;
  /** Whether its machines do with the first parts of the program. */
  protected isPlain: boolean;
  /** A breakpoint of this session stops, or has stopped, at a moment. */
  private _stopsAtMoments = false;
  private _unpacker = new MessageUnpacker();
  private _keeper: MachineKeeper | undefined;
  private _isAsleep = false;
  /** Requests that wait until the machine is there again. */
  private _waiting: SessionRequest[] = [];
  private _pendingSeek: number | undefined;
  private _pendingComparedSeek: number | undefined;
  /** The seek that is not answered yet. */
  private _seeking: SessionRequest | undefined;
  /** The request to tell when the machine rests, until it is answered. */
  private _settling: Extract<SessionRequest, { type: 'settle' }> | undefined;
  /** The last seek was for the machine itself, not for the compared one. */
  private _lastWasOwnSeek = false;
  private readonly _events: LinkEvents;
  private readonly _scope: Scope;
  /** Takes back the acknowledgement that is to come; undefined while none is. */
  private _cancelAcknowledgement: Release | undefined;

  constructor(events: LinkEvents, scope: Scope, place: LinkPlace = ownPlace(scope)) {
    this._events = events;
    this._scope = scope;
    this._place = place;
    // A sandbox of its own is for all that a reader may do.
    this.isPlain = place.isShared;
    scope.onEnd(() => this._leave());
  }

  /** Whether there is a worker, perhaps one that still starts. */
  get isUp(): boolean {
    return this._session !== undefined || this._isAsleep;
  }

  /** Whether the answer to a seek is pending. */
  get isSeeking(): boolean {
    return this._seeking !== undefined;
  }

  get isComing(): boolean {
    return this._keeper?.isComing === true;
  }

  get needs(): readonly PartName[] {
    return [
      ...(this.isPlain ? MACHINE_PARTS.slice(0, 2) : MACHINE_PARTS),
      ...(this._stopsAtMoments ? (['moments'] as const) : []),
      ...(this._isUsed ? (['apps'] as const) : []),
    ];
  }

  /** Whether code that did not come with Glaswerk runs in the machine. */
  get isForeign(): boolean {
    return this._isUsed;
  }

  /** Boots a new machine. Later messages of the old one are ignored. */
  boot(request: BootRequest): void {
    const { isShared } = this._place;
    if (this._isUsed && !isShared) {
      this._session = undefined;
      this._sandbox?.end();
    }
    this._leave();
    this._sandbox = this._place.sandbox();
    this._isAsleep = false;
    this._seeking = undefined;
    this._waiting = [];
    this._settling = undefined;
    this._pendingSeek = undefined;
    this._pendingComparedSeek = undefined;
    this._isUsed = request.app?.code !== undefined;
    this._keeper = this.keeperOf(request);
    this._enter(request);
  }

  client(client: number, action: ClientAction): void {
    this._events.onAction();
    this._post({ type: 'client', client, action });
  }

  /** Asks for the machine at a step. While an answer is pending only the newest request is kept. */
  seek(step: number): void {
    this.wake();
    this._pendingSeek = step;
    this._seekNext();
  }

  /** Asks for the compared machine at a step, like `seek`. */
  seekCompared(step: number): void {
    this.wake();
    this._pendingComparedSeek = step;
    this._seekNext();
  }

  /** Sends any other request. */
  request(request: MachineRequest): void {
    if (ACTIONS.has(request.type)) this._events.onAction();
    this._post(request);
  }

  /**
   * Gives up the machine of a shared sandbox, but keeps its scenario: the next request, or `wake`, makes it again.
   * Does nothing while something is under way.
   */
  sleep(): void {
    if (this._keeper?.isComplete !== true || this._seeking !== undefined || this._session === undefined) return;
    this._isAsleep = true;
    this._leave();
  }

  /** Makes a machine that sleeps again, where it stood. */
  wake(): void {
    if (!this._isAsleep) return;
    this._isAsleep = false;
    this.startOver();
  }

  receive(packed: PackedMessage): string | undefined {
    const message = this._unpacker.unpack(packed);
    if (message === undefined) return 'it does not fit the earlier ones';
    if (message.type === 'absent') return this._bringAll(message);
    if (message.type === 'settled' && message.id === this._settling?.id) this._settling = undefined;
    if (message.type === 'progress') this._acknowledge(message.steps.times.length > MANY_ROWS ? 2 : 1);
    if (message.type === 'snapshot' || message.type === 'comparedSnapshot') {
      this._seeking = undefined;
      this._seekNext();
    }
    const news = this._keeper?.hear(message) ?? [message];
    // Before the face hears of it, which may ask for more.
    if (this._keeper?.isComing === false) for (const request of this._waiting.splice(0)) this._post(request);
    if (this._keeper?.isDone === true) this._keeper = undefined;
    for (const one of news) this._pass(one);
    return undefined;
  }

  lost(health: Health, notice: SandboxNotice | undefined): void {
    this._session = undefined;
    this._waiting = [];
    this._dropAcknowledgement();
    this._events.onHealth(health, notice);
  }

  startOver(): void {
    const [seeking, settling] = [this._seeking, this._settling];
    const again = this._keeper?.startOver();
    if (again === undefined) {
      this._leave();
      return this.lost('failed', undefined);
    }
    const waiting = this._waiting.splice(0);
    this._enter(again.boot);
    for (const request of again.requests) this._post(request);
    for (const request of [seeking, settling])
      if (request !== undefined && !waiting.includes(request)) this._post(request);
    for (const request of waiting) this._post(request);
  }

  /** The machine did something that needs more of the program than is there: it is made again with all of it. */
  private _bringAll(absent: FromMachine): undefined {
    this._keeper?.hear(absent);
    this.outgrow();
    this.startOver();
  }

  /** What makes the machine again that is booted with this request; undefined if nothing does. */
  protected keeperOf(request: BootRequest): MachineKeeper | undefined {
    return this._place.isShared ? new Keeper(request) : undefined;
  }

  /** Whether the first parts of the program can do what is asked. */
  protected isPlainRequest({ type }: SessionRequest): boolean {
    return PLAIN.has(type);
  }

  /** The machine needs all parts of the program from now on. The host answers once they are there. */
  protected outgrow(): void {
    this.isPlain = false;
    const { _session: session } = this;
    if (session === undefined) return;
    this._sandbox?.bring(session);
    this._sandbox?.post({ type: 'ping', session });
  }

  private _enter(request: BootRequest): void {
    this._dropAcknowledgement();
    this._unpacker = new MessageUnpacker();
    if (this._scope.hasEnded) return;
    const { _sandbox: sandbox } = this;
    if (sandbox === undefined) return;
    sandbox.check = checkMessage;
    this._stopsAtMoments ||= areAtMoments(request.breakpoints);
    this.isPlain &&= isPlain(request);
    const session = (this._session ??= sandbox.enter(this));
    sandbox.post({ ...request, type: 'boot', session, isKept: this._place.isShared });
  }

  private _leave(): void {
    this._dropAcknowledgement();
    if (this._session !== undefined) this._sandbox?.leave(this._session);
    this._session = undefined;
  }

  private _pass(message: FromMachine): void {
    if (message.type !== 'pong' && message.type !== 'entered') this._events.onMessage(message);
  }

  private _seekNext(): void {
    if (this._seeking !== undefined) return;
    const [own, compared] = [this._pendingSeek, this._pendingComparedSeek];
    // Take turns, so that neither waits forever while the cursor is dragged.
    if (own !== undefined && !(this._lastWasOwnSeek && compared !== undefined)) {
      this._seeking = { type: 'seek', step: own };
      this._pendingSeek = undefined;
    } else if (compared !== undefined) {
      this._seeking = { type: 'seekCompared', step: compared };
      this._pendingComparedSeek = undefined;
    } else return;
    this._lastWasOwnSeek = !this._lastWasOwnSeek;
    this._post(this._seeking);
  }

  /**
   * Tells the host, after some frames, that what it sent has been drawn. The next frame draws it; one or two more
   * stay free for input, for nobody reads what changes sixty times a second. What comes meanwhile is drawn with it, and
   * puts it off no further. A page out of sight has no frames.
   */
  private _acknowledge(frames: number): void {
    if (this._cancelAcknowledgement !== undefined) return;
    const acknowledge = (): void => {
      this._cancelAcknowledgement = undefined;
      this._post({ type: 'acknowledge' });
    };
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

  private _dropAcknowledgement(): void {
    this._cancelAcknowledgement?.();
    this._cancelAcknowledgement = undefined;
  }

  private _post(request: SessionRequest): void {
    this.wake();
    if (this._session === undefined) return;
    if (this._keeper?.holdsUp(request) === true) return void this._waiting.push(request);
    this._keeper?.sent(request);
    if (request.type === 'settle') this._settling = request;
    const stopsAtMoments = request.type === 'breakpoints' && areAtMoments(request.specs);
    this._stopsAtMoments ||= stopsAtMoments;
    if (this.isPlain && !this.isPlainRequest(request)) this.outgrow();
    this._sandbox?.bring(this._session);
    this._sandbox?.post({ ...request, session: this._session });
  }
}
