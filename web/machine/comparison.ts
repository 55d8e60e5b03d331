/** A machine of another server kind beside the first one, in the worker: it lives the same, and its rows stand beside those of the first. */
import { alignTraces, liveAs } from '../../src/index.ts';
import type { Counterpart, Machine, Snapshot, WsgiApp } from '../../src/index.ts';
import type { Comparison, ServerKind } from '../protocol.ts';

/** Rows of each machine that are compared: what that takes is not noticed. */
const MOST_STEPS = 20_000;

export class Comparer {
  private _other: Machine | undefined;
  private _server: ServerKind | undefined;

  /** The kind that was last compared with; undefined before that and after the end. */
  get server(): ServerKind | undefined {
    return this._server;
  }

  /** Lets another server live what the machine has lived, from the boot on. @param app what it serves; undefined for what the machine serves. */
  compare(machine: Machine, server: ServerKind, app?: WsgiApp): Comparison {
    this._server = server;
    const counterpart = liveAs(machine, server, { steps: MOST_STEPS, ...(app === undefined ? {} : { app }) });
    const other = (this._other = counterpart.machine);
    const alignment = alignTraces(machine.trace, other.trace, { steps: MOST_STEPS });
    const length = Math.min(machine.trace.length, MOST_STEPS);
    return {
      server,
      steps: other.trace.steps(0, MOST_STEPS),
      ...alignment,
      length,
      note: noteOf(machine, counterpart),
    };
  }

  /** The other machine after `step` of its steps. Throws Error when there is none. */
  seek(step: number): Snapshot {
    if (this._other === undefined) throw new Error('nothing is compared');
    return this._other.seek(Math.max(0, Math.min(step, this._other.trace.length)));
  }

  end(): void {
    this._other = undefined;
    this._server = undefined;
  }
}

function noteOf(machine: Machine, { machine: other, refused, panic }: Counterpart): string {
  const notes: string[] = [];
  if (panic !== undefined) notes.push(`The other machine broke: ${panic.message}`);
  if (Math.max(machine.trace.length, other.trace.length) > MOST_STEPS) {
    notes.push(`Only the first ${MOST_STEPS.toLocaleString('en')} steps of each are compared`);
  }
  if (refused.length > 0) {
    const [count, what] = [refused.length, refused.map(({ command }) => command.do)];
    notes.push(
      `${count === 1 ? 'One thing' : `${count} things`} could not be done to it (${[...new Set(what)].join(', ')})`,
    );
  }
  return notes.join('. ');
}
