/**
 * The branches of one machine: a tree of scenarios. Each branch but the first leaves another branch at a step; what the
 * other branch did after that step is kept, as the sibling of the new one.
 */
import { show } from '../setup/options.ts';
import { integer, reject, list, record, SchemaError, text } from '../scenario/schema.ts';
import { SCENARIO_VERSION } from '../scenario/scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { readScenario } from '../scenario/scenario-schema.ts';

/** One branch of the tree. */
export interface Branch {
  /** From 1, in the order of creation. */
  readonly id: number;
  readonly name: string;
  /** The branch that it left; undefined for the first one. */
  readonly parent: number | undefined;
  /** The step at which it left its parent. */
  readonly step: number;
  /** Its whole scenario, from boot. */
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

  /** Creates a tree with a single, current branch. */
  constructor(scenario: Scenario, name = 'main') {
    this._current = this._add({ name, parent: undefined, step: 0, scenario });
  }

  /** The current branch. */
  get current(): Branch {
    return this.get(this._current);
  }

  get size(): number {
    return this._branches.size;
  }

  /** All branches, in the order of creation: parents come before their children. */
  all(): Branch[] {
    return [...this._branches.values()];
  }

  /** Throws RangeError when there is no branch with that number. */
  get(id: number): Branch {
    const branch = this._branches.get(id);
    if (branch === undefined) {
      throw new RangeError(`id: ${show(id)} is not a branch; there are ${[...this._branches.keys()].join(', ')}`);
    }
    return branch;
  }

  /**
   * Leaves the current branch at a step: `kept` is its scenario so far, `scenario` that of the new branch, which
   * becomes current. If the current branch shares the step with its parent, the new branch leaves the parent. Throws
   * SchemaError for a bad step.
   */
  leave(step: number, kept: Scenario, scenario: Scenario, name = `branch ${this._nextId - 1}`): Branch {
    count(step, 'step');
    this.keep(kept);
    const path = this.path(this._current);
    const parent = (path.findLast((branch) => branch.step < step) ?? path[0] ?? this.current).id;
    this._current = this._add({ name, parent, step, scenario });
    return this.current;
  }

  /** Updates the scenario of the current branch. */
  keep(scenario: Scenario): Branch {
    this._branches.set(this._current, { ...this.current, scenario });
    return this.current;
  }

  /** Makes another branch current; returns it. */
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

  /**
   * Removes a branch and all branches that left it. Throws RangeError for the first branch, and for the current branch
   * and its ancestors.
   */
  remove(id: number): void {
    if (this.path(this._current).some((branch) => branch.id === this.get(id).id)) {
      throw new RangeError(`id: branch ${id} cannot be removed: it is the current branch, or leads to it`);
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

  /**
   * The other branches from the step at which a branch left its parent: the parent, and the branches that left it at
   * the same step.
   */
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

  /** Reads a tree. Throws SchemaError with the path and the expected value. */
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
