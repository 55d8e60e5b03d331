/** Waiting until the machine rests: for programs that must know when an input has had all its effects. */

type Resolve = () => void;

export class Settling {
  private _last = 0;
  private readonly _waiting = new Map<number, Resolve>();
  /** A machine is to be booted, once its app is compiled: what the one before it does counts no more. */
  private _isBooting = false;
  private readonly _ask: (id: number) => void;

  /** @param ask asks the machine to say when it rests. */
  constructor(ask: (id: number) => void) {
    this._ask = ask;
  }

  /** Resolves once the machine rests, is paused or has ended: its state says which. */
  wait(): Promise<void> {
    const id = (this._last += 1);
    const resting = new Promise<void>((resolve) => void this._waiting.set(id, resolve));
    if (!this._isBooting) this._ask(id);
    return resting;
  }

  /** The machine rests; it has answered the request with this id, and those before it. */
  arrived(id: number): void {
    if (this._isBooting) return;
    for (const [waiting, resolve] of this._waiting) {
      if (waiting > id) continue;
      this._waiting.delete(waiting);
      resolve();
    }
  }

  /** Another machine is on its way. */
  booting(): void {
    this._isBooting = true;
  }

  /** Another machine was booted: it does not know what the one before was asked. */
  booted(): void {
    this._isBooting = false;
    if (this._waiting.size > 0) this._ask(this._last);
  }

  /** There is no machine any more. */
  ended(): void {
    this._isBooting = false;
    this.arrived(this._last);
  }
}
