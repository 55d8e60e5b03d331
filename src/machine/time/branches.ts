/**
 * The futures of one machine: a tree of scenarios. Each branch but the first leaves another one at a step; what the other one did
 * after that step is kept, as the sibling of the new future.
 */
import { show } from '../setup/options.ts';
import { integer, reject, list, record, SchemaError, text } from '../scenario/schema.ts';
import { SCENARIO_VERSION } from '../scenario/scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { readScenario } from '../scenario/scenario-schema.ts';

/** One future. */
export interface Branch {
  /** From 1, in the order of their making. */
  readonly id: number;
  readonly name: string;
  /** The branch that it left; undefined for the first one. */
  readonly parent: number | undefined;
  /** The step at which it left its parent. */
  readonly step: number;
  /** Everything done in it, from the boot on. */
  readonly scenario: Scenario;
}

/** The tree as data that JSON can hold. */
export interface BranchesData {
  readonly version: typeof SCENARIO_VERSION;
  readonly current: number;
  readonly branches: readonly (Omit<Branch, 'parent'> & { readonly parent?: number })[];
}

export class Branches {
  private readonly _branches = new Map<number, Branch>();
  private _current: number;
  private _nextId = 1;

  /** A tree of one branch, which is also where one is. */
  constructor(scenario: Scenario, name = 'main') {
    this._current = this._add({ name, parent: undefined, step: 0, scenario });
  }

  /** Where one is. */
  get current(): Branch {
    return this.get(this._current);
  }

  get size(): number {
    return this._branches.size;
  }

  /** All branches, in the order of their making: parents come before their children. */
  all(): Branch[] {
    return [...this._branches.values()];
  }

  /** Throws RangeError when there is none of that number. */
  get(id: number): Branch {
    const branch = this._branches.get(id);
    if (branch === undefined) {
      throw new RangeError(`id: ${show(id)} is not a branch; there are ${[...this._branches.keys()].join(', ')}`);
    }
    return branch;
  }

  /**
   * Leaves the current branch at a step: `kept` is what was done in it, `scenario` what is done in the new one, where one is now. A step
   * that the current branch shares with its parent is the parent's: the new one leaves that. Throws SchemaError for what is no step.
   */
  leave(step: number, kept: Scenario, scenario: Scenario, name = `branch ${this._nextId - 1}`): Branch {
    count(step, 'step');
    this.keep(kept);
    const path = this.path(this._current);
    const parent = (path.findLast((branch) => branch.step < step) ?? path[0] ?? this.current).id;
    this._current = this._add({ name, parent, step, scenario });
    return this.current;
  }

  /** The current branch has gone on: this is now everything that was done in it. */
  keep(scenario: Scenario): Branch {
    this._branches.set(this._current, { ...this.current, scenario });
    return this.current;
  }

  /** Goes to another branch; answers it. */
  go(id: number): Branch {
    this._current = this.get(id).id;
    return this.current;
  }

  /** Throws TypeError for an empty name. */
  rename(id: number, name: string): Branch {
    const trimmed = text(name, 'name').trim();
    if (trimmed === '') throw new TypeError(`name: '${name}' is not a name for branch ${id}`);
    this._branches.set(id, { ...this.get(id), name: trimmed });
    return this.get(id);
  }

  /** Takes a branch away, with all that left it. Throws RangeError for the first branch, and for one that one is in. */
  remove(id: number): void {
    if (this.path(this._current).some((branch) => branch.id === this.get(id).id)) {
      throw new RangeError(`id: branch ${id} can not be removed: it leads to where one is`);
    }
    for (const child of this.children(id)) this.remove(child.id);
    this._branches.delete(id);
  }

  /** The branches that left this one, in the order of their steps. */
  children(id: number): Branch[] {
    const from = this.get(id).id;
    return this.all()
      .filter(({ parent }) => parent === from)
      .toSorted((one, other) => one.step - other.step || one.id - other.id);
  }

  /** The other futures from the step at which a branch left its parent: the parent's own, and those of branches that left it there too. */
  siblings(id: number): Branch[] {
    const { parent, step } = this.get(id);
    if (parent === undefined) return [];
    return [this.get(parent), ...this.children(parent).filter((child) => child.id !== id && child.step === step)];
  }

  /** From the first branch to this one. */
  path(id: number): Branch[] {
    const path: Branch[] = [];
    for (let at: number | undefined = id; at !== undefined; at = this.get(at).parent) path.unshift(this.get(at));
    return path;
  }

  toData(): BranchesData {
    const branches = this.all().map(({ parent, ...branch }) => (parent === undefined ? branch : { ...branch, parent }));
    return { version: SCENARIO_VERSION, current: this._current, branches };
  }

  /** Throws SchemaError that names the place and what was expected there. */
  static fromData(data: unknown): Branches {
    const { current, branches } = treeData(data, '$');
    const [first] = branches;
    if (first === undefined)
      throw new SchemaError('$.branches', 'an array of 0 is not a list of at least one', 'a branch');
    const tree = new Branches(first.scenario);
    tree._branches.clear();
    for (const [index, { parent, ...branch }] of branches.entries()) {
      const path = `$.branches[${index}]`;
      if (tree._branches.has(branch.id)) reject(`${path}.id`, branch.id, 'a number of its own');
      if (index === 0 && parent !== undefined)
        reject(`${path}.parent`, parent, 'allowed: the first branch leaves no other');
      if (index > 0 && (parent === undefined || !tree._branches.has(parent))) {
        reject(`${path}.parent`, parent, 'a branch before it');
      }
      tree._branches.set(branch.id, { ...branch, parent });
      tree._nextId = Math.max(tree._nextId, branch.id + 1);
    }
    if (!tree._branches.has(current)) reject('$.current', current, 'the number of a branch');
    tree._current = current;
    return tree;
  }

  private _add(branch: Omit<Branch, 'id'>): number {
    const id = this._nextId++;
    this._branches.set(id, { id, ...branch });
    return id;
  }
}

const count = integer(0, Number.MAX_SAFE_INTEGER);

const treeData = record(
  {
    version: integer(1, SCENARIO_VERSION),
    current: integer(1, Number.MAX_SAFE_INTEGER),
    branches: list(
      record(
        {
          id: integer(1, Number.MAX_SAFE_INTEGER),
          name: text,
          step: count,
          scenario: (value, path) => readScenario(value, path),
        },
        { parent: count },
      ),
      10_000,
    ),
  },
  {},
);
