/** Hands on a long paste in portions. Between two portions the machine can report that the connection has ended. */
import type { Scope } from '../../kit/scope.ts';

const LINES = 200;
const PAUSE_MS = 40;
const PORTION = new RegExp(`^(?:[^\\r\\n]*[\\r\\n]){${LINES}}`);

export interface Taker {
  /** Takes a portion. */
  take(data: string): void;
  /** Asked before each portion but the first: whether the rest is still wanted. */
  mayGoOn(): boolean;
  /** The rest of the paste, which is not wanted any more. */
  leave(rest: string): void;
}

export class Portions {
  private _rest = '';
  private readonly _scope: Scope;
  private readonly _taker: Taker;

  constructor(scope: Scope, taker: Taker) {
    this._scope = scope;
    this._taker = taker;
  }

  /** Takes what was typed or pasted, after the rest of an earlier paste. Ctrl+C does not wait. */
  add(data: string): void {
    if (data === '\x03') {
      this._leave();
      this._taker.take(data);
    } else if (this._rest === '') this._take(data.replaceAll('\r\n', '\r'));
    else this._rest += data.replaceAll('\r\n', '\r');
  }

  private _take(data: string): void {
    const portion = PORTION.exec(data)?.[0] ?? data;
    this._rest = data.slice(portion.length);
    if (this._rest !== '') this._scope.timeout(() => this._goOn(), PAUSE_MS);
    this._taker.take(portion);
  }

  private _goOn(): void {
    const rest = this._rest;
    if (rest === '') return;
    if (this._taker.mayGoOn()) this._take(rest);
    else this._leave();
  }

  private _leave(): void {
    const rest = this._rest;
    this._rest = '';
    if (rest !== '') this._taker.leave(rest);
  }
}
