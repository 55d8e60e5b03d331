/** A set for what seldom has more than one member: waiters of a socket, users of a port, threads of a process. */

/** Distinct objects in the order in which they were added. The first one needs no memory of its own. */
export class Few<T extends object> {
  /** The member, while there is one and no set. */
  private _only: T | undefined = undefined;
  private _all: Set<T> | undefined = undefined;

  get size(): number {
    return this._all?.size ?? (this._only === undefined ? 0 : 1);
  }

  /** The member that was added first. */
  get first(): T | undefined {
    if (this._all === undefined) return this._only;
    for (const member of this._all) return member;
    return undefined;
  }

  add(member: T): void {
    if (this._all !== undefined) this._all.add(member);
    else if (this._only === undefined) this._only = member;
    else if (this._only !== member) {
      this._all = new Set([this._only, member]);
      this._only = undefined;
    }
  }

  /** Returns whether it was a member. */
  delete(member: T): boolean {
    if (this._only === undefined || this._only !== member) return this._all?.delete(member) === true;
    this._only = undefined;
    return true;
  }

  /** All members: the set itself, if there is one. */
  members(): Iterable<T> {
    return this._all ?? (this._only === undefined ? NONE : [this._only]);
  }
}

const NONE: readonly never[] = [];
