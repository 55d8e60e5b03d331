/** Which panes are in sight: as many as there is room for, those that were chosen last. */

export class PaneChoice<N extends string> {
  /** In the order in which they stand. */
  readonly names: readonly N[];
  /** How many there is room for. */
  room = 1;
  /** What was chosen last comes first. */
  private _recent: readonly N[];

  constructor(names: readonly N[]) {
    this.names = names;
    this._recent = names;
  }

  /** Those in sight, in the order in which they stand. */
  get shown(): readonly N[] {
    const recent = this._recent.slice(0, this.room);
    return this.names.filter((name) => recent.includes(name));
  }

  isShown(name: N): boolean {
    return this.shown.includes(name);
  }

  /** Brings a pane into sight. The one that was chosen first makes room for it. */
  choose(name: N): void {
    this._recent = [name, ...this._recent.filter((other) => other !== name)];
  }
}
