/** Hands on a long paste in portions. Between two portions the machine can report that the connection has ended. */
import type { Scope } from '../../kit/scope.ts';

const LINES = 200;
const PAUSE_MS = 40;
const PORTION = new RegExp(`^(?:[^\\r\\n]*[\\r\\n]){${LINES}}`);

/** What was typed, or pasted, at once. */
export interface Input {
  readonly data: string;
  readonly isPasted: boolean;
}

export interface Taker {
  /** Takes a portion. */
  take(input: Input): void;
  /** Asked before each portion but the first: whether the rest is still wanted. */
  mayGoOn(): boolean;
  /** Asked first: whether nobody knows yet, and it is to be asked again. */
  isHeldUp(): boolean;
  /** The rest of the paste, which is not wanted any more. */
  leave(rest: string): void;
}

export class Portions {
  private _rest: Input[] = [];
  private readonly _scope: Scope;
  private readonly _taker: Taker;

  constructor(scope: Scope, taker: Taker) {
    this._scope = scope;
    this._taker = taker;
  }

  /** Takes what was typed or pasted, after the rest of an earlier paste. Ctrl+C does not wait. */
  add(data: string, isPasted = false): void {
    const input = { data: data.replaceAll('\r\n', '\r'), isPasted };
    if (data === '\x03' && !isPasted) {
      this._leave();
      this._taker.take(input);
    } else if (this._rest.push(input) === 1) this._take(input);
  }

  private _take({ data, isPasted }: Input): void {
    const portion = PORTION.exec(data)?.[0] ?? data;
    const rest = data.slice(portion.length);
    this._rest.splice(0, 1, ...(rest === '' ? [] : [{ data: rest, isPasted }]));
    if (this._rest.length > 0) this._scope.timeout(() => this._goOn(), PAUSE_MS);
    this._taker.take({ data: portion, isPasted });
  }

  private _goOn(): void {
    const [next] = this._rest;
    if (next === undefined) return;
    if (this._taker.isHeldUp()) this._scope.timeout(() => this._goOn(), PAUSE_MS);
    else if (this._taker.mayGoOn()) this._take(next);
    else this._leave();
  }

  private _leave(): void {
    const rest = this._rest.map(({ data }) => data).join('');
    this._rest = [];
    if (rest !== '') this._taker.leave(rest);
  }
}
