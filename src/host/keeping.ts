/** What makes a machine again in another host: its scenario, and where it is paused. */
import type { Machine } from '../index.ts';
import type { FromMachine, Pause, PausedAt, RequestType } from './protocol.ts';

export type Kept = Omit<Extract<FromMachine, { type: 'kept' }>, 'type' | 'session'>;

/** Requests that leave the scenario as it is. They come often. */
const QUIET: ReadonlySet<RequestType> = new Set([
  'acknowledge',
  'seek',
  'seekCompared',
  'showClients',
  'names',
  'export',
]);

export class Keeping {
  private _requests = 0;
  /** How many there were when the last one came that is not quiet. */
  private _included = 0;
  private _told = '';
  private _machine: Machine | undefined;

  /** A request has been carried out. */
  count(type: RequestType): void {
    this._requests += 1;
    if (!QUIET.has(type)) this._included = this._requests;
  }

  /** What has changed since the last call; undefined if nothing has. */
  news(machine: Machine, pause: Pause | undefined): Kept | undefined {
    const { inputs, planned, choices } = machine;
    const pausedAt: PausedAt | undefined = pause && { step: pause.step, isChoice: pause.why === 'choice' };
    const parts = [inputs.length, planned.length, choices.decided.length, pausedAt?.step, pause?.why, this._included];
    const now = parts.join(' ');
    if (now === this._told && machine === this._machine) return undefined;
    this._told = now;
    this._machine = machine;
    return { scenario: machine.scenario, pausedAt, requests: this._requests };
  }
}
