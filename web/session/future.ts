/**
 * What is still to come in a run that is known to its end, and who hides it, so that nothing answers what the reader is
 * asked. Each of those who hide has a claim of its own; hidden is what any of them hides.
 */
import type { Comparing } from './comparing.ts';
import type { Core } from './core.ts';
import type { Cursor } from './cursor.ts';

export type Hider = 'lesson' | 'walk';

/**
 * `clients`: their terminals show nothing that comes after the cursor. `answers`: of that they show, faint, what was
 * sent before the next answer, since the reader typed it. A number: like `clients`, and how many steps are shown
 * at most, anywhere; the cursor does not go beyond them.
 */
export type Claim = 'clients' | 'answers' | number;

export class Future {
  private readonly _core: Core;
  private readonly _cursor: Cursor;
  private readonly _comparing: Comparing;
  private readonly _claims = new Map<Hider, Claim>();

  constructor(core: Core, cursor: Cursor, comparing: Comparing) {
    this._core = core;
    this._cursor = cursor;
    this._comparing = comparing;
  }

  /** Hides what one of them says, in place of what that said before; undefined ends its claim. */
  claim(hider: Hider, claim: Claim | undefined): void {
    if (claim === this._claims.get(hider)) return;
    if (claim === undefined) this._claims.delete(hider);
    else this._claims.set(hider, claim);
    const { store, log } = this._core;
    const steps = [...this._claims.values()].filter((one) => typeof one === 'number');
    const hiddenFrom = steps.length === 0 ? undefined : Math.min(...steps);
    log.end = hiddenFrom ?? Infinity;
    const hidesSent = [...this._claims.values()].some((one) => one !== 'answers');
    store.set({ hidesFuture: this._claims.size > 0, hidesSent, hiddenFrom });
    // The other machine shows its whole run.
    if (hiddenFrom !== undefined && store.state.compared !== undefined) this._comparing.compare(undefined);
    this._cursor.seek(store.state.cursor);
  }
}
