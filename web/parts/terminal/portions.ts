/** Much that is pasted at once goes out in portions: after each of them the machine has time to say that nobody takes any more. */

const LINES = 200;
const PAUSE_MS = 40;
const PORTION = new RegExp(`^(?:[^\\r\\n]*[\\r\\n]){${LINES}}`);

export interface PortionsPort {
  /** Takes a portion. */
  take(data: string): void;
  /** Asked before each portion but the first. */
  mayGoOn(): boolean;
  /** What is left is not taken any more. */
  leave(rest: string): void;
}

export class Portions {
  private _rest = '';
  private readonly _port: PortionsPort;

  constructor(port: PortionsPort) {
    this._port = port;
  }

  /** Takes what was typed or pasted, after what is left of a paste before. Ctrl+C does not wait. */
  add(data: string): void {
    if (data === '\x03') {
      this._leave();
      this._port.take(data);
    } else if (this._rest === '') this._take(data.replaceAll('\r\n', '\r'));
    else this._rest += data.replaceAll('\r\n', '\r');
  }

  private _take(data: string): void {
    const portion = PORTION.exec(data)?.[0] ?? data;
    this._rest = data.slice(portion.length);
    if (this._rest !== '') setTimeout(() => this._goOn(), PAUSE_MS);
    this._port.take(portion);
  }

  private _goOn(): void {
    const rest = this._rest;
    if (rest === '') return;
    if (this._port.mayGoOn()) this._take(rest);
    else this._leave();
  }

  private _leave(): void {
    const rest = this._rest;
    this._rest = '';
    if (rest !== '') this._port.leave(rest);
  }
}
