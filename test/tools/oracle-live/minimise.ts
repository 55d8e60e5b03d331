/** Makes a case smaller while the arms still differ in the same column: fewer steps, fewer bytes, one piece. */
import type { Step } from '../../oracle/recording.ts';
import { differsIn } from './arms.ts';
import type { Difference, Servers } from './arms.ts';
import type { LiveCase } from './scripts.ts';

/** Plays that a minimisation may take. */
const MOST_TRIES = 250;

export interface Minimised {
  readonly item: LiveCase;
  readonly difference: Difference;
}

export async function minimise(item: LiveCase, difference: Difference, servers: Servers): Promise<Minimised> {
  const search = new Search(item, difference, servers);
  await search.steps();
  // Lines first, then characters; a shorter text may let lines go again.
  for (const separator of ['\r\n', '']) await search.texts(separator);
  return { item: search.item, difference: search.difference };
}

class Search {
  item: LiveCase;
  difference: Difference;
  private readonly _servers: Servers;
  private _tries = 0;

  constructor(item: LiveCase, difference: Difference, servers: Servers) {
    this.item = item;
    this.difference = difference;
    this._servers = servers;
  }

  /** Tries fewer steps, and sending in one piece. */
  async steps(): Promise<void> {
    for (let index = this.item.steps.length - 1; index > 0; index -= 1) {
      // Pauses keep races away.
      if (this.item.steps[index]?.do !== 'pause') await this._keeps(this.item.steps.toSpliced(index, 1));
    }
    if (this.item.steps.filter((step) => step.do === 'send').length === 1) {
      await this._keeps(this.item.steps.filter((step) => step.do !== 'pause'));
    }
    await this._keeps(this.item.steps.map(({ split: _split, gap: _gap, ...step }) => step));
    const half: Step[] = [
      { conn: 0, do: 'shutdown_write' },
      { conn: 0, do: 'recv_all', ms: 1500 },
    ];
    const isHalf = this.item.steps.some((step) => step.do === 'shutdown_write');
    if (!isHalf) await this._keeps([...this.item.steps.filter((step) => step.do !== 'recv_all'), ...half]);
  }

  /** Takes parts out of what is sent: halves, then quarters, and so on down to single parts. */
  async texts(separator: string): Promise<void> {
    for (const [index, step] of this.item.steps.entries()) {
      if (step.do !== 'send' || typeof step.data !== 'string') continue;
      await this._shrink(step.data.split(separator), (parts) => {
        const data = parts.join(separator);
        const split = step.split === undefined ? {} : { split: Math.max(1, Math.min(step.split, data.length)) };
        return this.item.steps.with(index, { ...step, data, ...split });
      });
    }
  }

  private async _shrink(all: readonly string[], stepsOf: (parts: readonly string[]) => Step[]): Promise<void> {
    let parts = all;
    for (let size = Math.ceil(parts.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < parts.length;) {
        const fewer = parts.toSpliced(at, size);
        if (fewer.length > 0 && (await this._keeps(stepsOf(fewer)))) parts = fewer;
        else at += size;
      }
    }
  }

  /** Takes the steps over when the arms still differ. */
  private async _keeps(steps: readonly Step[]): Promise<boolean> {
    if ((this._tries += 1) > MOST_TRIES) return false;
    const item = { ...this.item, steps };
    const difference = await differsIn(item, this.difference.column, this._servers);
    if (difference === undefined) return false;
    this.item = item;
    this.difference = difference;
    return true;
  }
}
