/** What was asked of a machine, as far as one that is made in its place has to be asked again. */
import type { Asking, ToMachine, WithoutSession } from '../../src/host/protocol.ts';
import type { BootRequest } from './link.ts';

export type SessionRequest = WithoutSession<Exclude<ToMachine, { type: 'boot' | 'play' | 'end' | 'ping' }>>;

/** Requests whose effect a scenario includes, with the pause that belongs to it. */
const INCLUDED: ReadonlySet<string> = new Set([
  ...['client', 'interrupt', 'branch', 'goToBranch', 'plan', 'cancelPlan', 'choose', 'pause', 'resume', 'step'],
]);

/** Requests of which only the last one of each type counts, and which no scenario includes. */
const SETTINGS: ReadonlySet<string> = new Set(['showClients', 'compare']);

/** Requests that a machine takes before it stands where it stood. Others mean that place, and their effect is told. */
export const EARLY: ReadonlySet<string> = new Set(['acknowledge', ...SETTINGS]);

/** What boots a machine again, and the requests that follow. */
export interface MadeAgain {
  readonly boot: BootRequest;
  readonly requests: readonly SessionRequest[];
}

export class Asked {
  private readonly _settings = new Map<string, SessionRequest>();
  private _breakpoints: BootRequest['breakpoints'];
  private _isAsking: Asking;
  /** How many requests the worker got, and those that the scenario may not include, with their places. */
  private _requests = 0;
  private _unsure: { readonly place: number; readonly request: SessionRequest }[] = [];

  protected readonly boot: BootRequest;

  constructor(boot: BootRequest) {
    this.boot = boot;
    this._breakpoints = boot.breakpoints;
    this._isAsking = boot.isAsking;
  }

  /** Whether the scenario includes everything. */
  protected get isIncluded(): boolean {
    return this._unsure.length === 0;
  }

  /** Notes a request that is posted. */
  sent(request: SessionRequest): void {
    if (request.type === 'breakpoints') this._breakpoints = request.specs;
    if (request.type === 'askForChoices') this._isAsking = request.isAsking;
    if (SETTINGS.has(request.type)) this._settings.set(request.type, request);
    if (INCLUDED.has(request.type)) this._unsure.push({ place: this._requests, request });
    this._requests += 1;
  }

  /** The scenario includes so many requests. */
  protected included(requests: number): void {
    this._unsure = this._unsure.filter(({ place }) => place >= requests);
  }

  /** What boots the machine with a change, and the requests that follow. They are noted again as they are posted. */
  protected again(change: Partial<BootRequest> | undefined): MadeAgain {
    const requests = [...this._settings.values(), ...this._unsure.map(({ request }) => request)];
    this._unsure = [];
    this._requests = 0;
    return { boot: { ...this.boot, breakpoints: this._breakpoints, isAsking: this._isAsking, ...change }, requests };
  }
}
