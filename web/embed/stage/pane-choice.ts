/** Which panes are in sight: as many as there is room for, those that were chosen last. */

export class PaneChoice<N extends string> {
  /** In the order in which they stand. */
  private _names: readonly N[];
  /** How many there is room for. */
  room = 1;
  /** What was chosen last comes first. */
  private _recent: readonly N[];

  constructor(names: readonly N[]) {
    this._names = names;
    this._recent = names;
  }

  get names(): readonly N[] {
    return this._names;
  }

  /** Adds one at the end. */
  add(name: N): void {
    this._names = [...this._names, name];
    this._recent = [...this._recent, name];
  }

  /** Those in sight, in the order in which they stand. */
  get shown(): readonly N[] {
    const recent = this._recent.slice(0, this.room);
    return this._names.filter((name) => recent.includes(name));
  }

  isShown(name: N): boolean {
    return this.shown.includes(name);
  }

  /** The one that was chosen last; before anything is chosen, the first one. */
  get latest(): N | undefined {
    return this._recent[0];
  }

  /** Brings a pane into sight. The one that was chosen first makes room for it. */
  choose(name: N): void {
    this._recent = [name, ...this._recent.filter((other) => other !== name)];
  }
}
