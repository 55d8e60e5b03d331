/** Two runs that are compared: their rows, their lines, and the colours of their threads. */
import type { Step } from '../../../src/index.ts';
import type { Comparison, ServerKind } from '../../../src/host/protocol.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import { Lines } from './lines.ts';
import type { SideIndex, StepAt } from './lines.ts';
import { Side, roleKey } from './side.ts';

/** Threads have five colours. */
const COLOURS = 5;

export class ComparedRuns {
  readonly servers: readonly [ServerKind, ServerKind];
  readonly lines: Lines;
  readonly sides: readonly [Side, Side];
  private readonly _log: StepLog;
  private readonly _steps: readonly [StepAt, StepAt];
  /** The colours of roles that only the other machine has. */
  private readonly _colours: ReadonlyMap<string, number>;

  /** @param log the rows of the first machine. @param left its server. */
  constructor(comparison: Comparison, log: StepLog, left: ServerKind) {
    const { steps, length, server } = comparison;
    this._log = log;
    this.servers = [left, server];
    this._steps = [(number) => log.at(number), (number) => steps[number]];
    this.lines = new Lines(comparison, ...this._steps);
    this.sides = [new Side(this._steps[0], length), new Side(this._steps[1], steps.length)];
    const [ours, theirs] = this.sides;
    const others = theirs.roles.filter((role) => ours.threadOf(role) === undefined);
    const taken = ours.roles.length;
    this._colours = new Map(others.map((role, place) => [roleKey(role), 1 + ((taken + place) % COLOURS)]));
  }

  at(side: SideIndex, number: number): Step | undefined {
    return this._steps[side](number);
  }

  /**
   * The colour of a thread. One of the other machine has the colour of the first machine's thread with the same role.
   */
  colourOf(side: SideIndex, tid: number): number {
    if (side === 0) return this._log.colourOf(tid);
    if (tid === 0) return 0;
    const role = this.sides[1].roleOf(tid);
    const same = this.sides[0].threadOf(role);
    return same === undefined ? (this._colours.get(roleKey(role)) ?? 0) : this._log.colourOf(same);
  }
}
