/** Plays a scenario in a sandbox, beside whatever else runs there, and gives what its clients received. */
import type { Notice } from '../../src/host/notices.ts';
import type { PackedMessage } from '../../src/host/packing.ts';
import type { ToMachine } from '../../src/host/protocol.ts';
import type { LoadProblem } from '../../src/host/app-faults.ts';
import type { Played } from '../../src/host/played.ts';
import { MACHINE_PARTS, PART_NAMES } from './program.ts';
import type { PartName } from './program.ts';
import type { SandboxNotice } from './notices.ts';
import type { Health, SandboxHost, Tenant } from './sandbox-host.ts';

export type PlayRequest = Omit<Extract<ToMachine, { type: 'play' }>, 'type' | 'session'>;

/** A scenario that was not played to its end. */
export class PlayError extends Error {
  override readonly name = 'PlayError';
  /** Undefined for an app that did not answer: it loops. */
  readonly notice: Notice | SandboxNotice | undefined;
  /** What is wrong with the author's app, if it could not be loaded. */
  readonly problem: LoadProblem | undefined;

  constructor(notice: Notice | SandboxNotice | undefined, problem: LoadProblem | undefined) {
    super(notice?.code ?? 'noAnswer');
    this.notice = notice;
    this.problem = problem;
  }
}

class Play implements Tenant {
  readonly isSeeking = false;
  readonly isForeign: boolean;
  readonly played: Promise<Played>;
  private readonly _host: SandboxHost;
  private readonly _request: PlayRequest;
  private readonly _session: number;
  /** How many parts it needs, of those that every app can do with. */
  private _parts: number;
  private _problem: LoadProblem | undefined;
  private _resolve: (played: Played) => void = () => undefined;
  private _reject: (error: unknown) => void = () => undefined;

  constructor(host: SandboxHost, request: PlayRequest) {
    this._host = host;
    this._request = request;
    this.isForeign = request.code !== undefined;
    this._parts = request.isTraced ? 2 : 1;
    this.played = new Promise((resolve, reject) => {
      this._resolve = resolve;
      this._reject = reject;
    });
    this._session = host.enter(this);
    this.startOver();
  }

  get needs(): readonly PartName[] {
    return this.isForeign ? PART_NAMES : MACHINE_PARTS.slice(0, this._parts);
  }

  receive(message: PackedMessage): undefined {
    if (message.type === 'absent' && this._parts < MACHINE_PARTS.length) this._bringParts();
    else if (message.type === 'absent') this._end(() => this._reject(new Error(`${message.name} is not there`)));
    if (message.type === 'loadProblem') this._problem = message.problem;
    if (message.type === 'failed') this._end(() => this._reject(new PlayError(message.notice, this._problem)));
    if (message.type === 'played') this._end(() => this._resolve(message.played));
  }

  lost(_health: Health, notice: SandboxNotice | undefined): void {
    this._reject(new PlayError(notice, this._problem));
  }

  startOver(): void {
    this._host.post({ ...this._request, type: 'play', session: this._session });
  }

  /** What there is of the program is not enough: it is played again with the next part. */
  private _bringParts(): void {
    this._parts += 1;
    this._host.bring(this._session);
    this.startOver();
  }

  /** Takes it back. */
  abort(reason: unknown): void {
    this._end(() => this._reject(reason));
  }

  private _end(settle: () => void): void {
    this._host.leave(this._session);
    settle();
  }
}

/** Plays a scenario. Rejects with PlayError, or with the reason of the signal. */
export async function playIn(host: SandboxHost, request: PlayRequest, signal?: AbortSignal): Promise<Played> {
  signal?.throwIfAborted();
  const play = new Play(host, request);
  const abort = (): void => play.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await play.played;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
