/**
 * Makes a machine again that began with the first parts of its program, and lacked another one. Its face notices
 * nothing: the machine tells what it had come to, and is told what the face knows.
 */
import type { FromMachine, KnownClient } from '../../src/host/protocol.ts';
import { Asked, EARLY } from './asked.ts';
import type { MadeAgain, SessionRequest } from './asked.ts';
import type { MachineKeeper } from './keeper.ts';

/** Requests that a machine answers once, and what answers them. */
const ANSWERS: Readonly<Record<string, FromMachine['type']>> = { export: 'exported', names: 'names' };

export class Growing extends Asked implements MachineKeeper {
  /** It makes no machine sleep. */
  readonly isComplete = false;
  /** What the face has heard. */
  private _isBooted = false;
  private _rows = 0;
  /** The step of the last complaint. */
  private _complained = -1;
  private readonly _clients: (KnownClient | undefined)[] = [];
  /** The last request of each type that is still to be answered. */
  private readonly _unanswered = new Map<string, SessionRequest>();
  /** The machine has ended; and whether there was one. */
  private _isLacking = false;
  private _isMade = false;
  /** All parts of the program are there, or come with the machine that is made. */
  private _isWhole = false;
  /** The message that says that the machine is there again; undefined in ordinary times. */
  private _awaited: 'booted' | 'paused' | undefined;

  get isComing(): boolean {
    return this._awaited !== undefined;
  }

  get isDone(): boolean {
    return this._isWhole && !this.isComing && !this._isLacking;
  }

  holdsUp(request: SessionRequest): boolean {
    return this.isComing && !EARLY.has(request.type);
  }

  override sent(request: SessionRequest): void {
    super.sent(request);
    if (request.type in ANSWERS) this._unanswered.set(request.type, request);
  }

  /** Undefined for a machine that lacked nothing: it ended for another reason. */
  startOver(): MadeAgain | undefined {
    if (!this._isLacking) return undefined;
    this._isLacking = false;
    this._isWhole = true;
    this._awaited = this._isMade ? 'paused' : 'booted';
    const known = { rows: this._rows, clients: [...this._clients] };
    const { boot, requests } = this.again(this._isMade ? { known } : undefined);
    return { boot, requests: [...requests, ...this._unanswered.values()] };
  }

  hear(message: FromMachine): readonly FromMachine[] {
    if (message.type === 'pong') this._isWhole = true;
    for (const type of this._unanswered.keys()) if (ANSWERS[type] === message.type) this._unanswered.delete(type);
    if (message.type === 'absent') this._lack(message.requests);
    const news = this.isComing ? this._newsOf(message) : message;
    if (message.type === this._awaited || message.type === 'failed') this._awaited = undefined;
    if (message.type === 'booted') this._isBooted = true;
    if (message.type === 'progress') this._note(message);
    if (message.type === 'complaints') this._complained = message.complaints.at(-1)?.step ?? this._complained;
    return news === undefined ? [] : [news];
  }

  /** What is new of what a machine tells that comes again: its rows are told from where the face knows them. */
  private _newsOf(message: FromMachine): FromMachine | undefined {
    if (message.type === 'complaints') {
      const complaints = message.complaints.filter(({ step }) => step > this._complained);
      return complaints.length === 0 ? undefined : { ...message, complaints };
    }
    const isNews =
      message.type === 'failed' ||
      (message.type === 'booted' && !this._isBooted) ||
      (message.type === 'progress' && (this._rows === 0 || message.steps.times.length > 0));
    return isNews ? message : undefined;
  }

  private _lack(requests: number | undefined): void {
    this._isLacking = true;
    this._isMade = requests !== undefined;
    this.included(requests ?? 0);
  }

  private _note({ steps, clients }: Extract<FromMachine, { type: 'progress' }>): void {
    this._rows += steps.times.length;
    for (const { client, state, bytes } of clients) {
      this._clients[client] = { state, length: (this._clients[client]?.length ?? 0) + bytes.length };
    }
  }
}
