/** Work in which a machine lives something again: what goes wrong in the app then has been told before, and a failure changes nothing. */
import type { FromMachine, WithoutSession } from './protocol.ts';

export class Replaying {
  private _isOn = false;
  private readonly _tell: (message: WithoutSession<FromMachine>) => void;

  constructor(tell: (message: WithoutSession<FromMachine>) => void) {
    this._tell = tell;
  }

  get isOn(): boolean {
    return this._isOn;
  }

  do<T>(work: () => T): T {
    this._isOn = true;
    try {
      return work();
    } finally {
      this._isOn = false;
    }
  }

  /** Does what changes nothing when it fails: that is said, and the machine goes on as it was. */
  orReject<T>(what: string, type: 'unable' | 'stays', work: () => T): T | undefined {
    try {
      return this.do(work);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this._tell({ type, message: `${what}: ${error.message}` });
      return undefined;
    }
  }
}
