/** The time of one thread of the engine, shared among the machines of a host that have something to do. */

/** How long a machine runs until the host answers messages and reports, if no other machine is busy. */
const SLICE_MS = 12;
/** The shortest slice: a shorter one would go mostly into reports. */
const SHORTEST_SLICE_MS = 2;

export class TimeShare {
  private readonly _busy = new Set<number>();

  /**
   * How long the machine of a session may run now. A round through all busy machines takes about as long as the slice
   * of a single one.
   */
  sliceMillis(session: number): number {
    const others = this._busy.size - (this._busy.has(session) ? 1 : 0);
    return Math.max(SHORTEST_SLICE_MS, SLICE_MS / (others + 1));
  }

  /** Notes whether the machine of a session could go on at once. */
  note(session: number, isBusy: boolean): void {
    if (isBusy) this._busy.add(session);
    else this._busy.delete(session);
  }
}
