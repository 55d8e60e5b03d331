/** The branches of a machine's history, as a tree of scenarios. */
import { Machine } from '../index.ts';
import type { WsgiApp } from '../index.ts';
import { Branches } from '../tooling.ts';
import type { BranchInfo } from './protocol.ts';
import { NoticeError, noticeOf } from './notices.ts';
import { MESSAGE_LIMITS } from './limits.ts';

/** Longest name of a branch, in characters. */
const NAME_LENGTH = 60;

export class BranchTree {
  private _tree: Branches | undefined;

  /** Keeps what happened from `step` on as a branch; returns a machine that stands at `step` in a new one. */
  leave(machine: Machine, step: number): Machine {
    if ((this._tree?.size ?? 0) >= MESSAGE_LIMITS.branches) {
      throw new NoticeError(noticeOf('tooManyBranches', { limit: MESSAGE_LIMITS.branches }));
    }
    const kept = machine.scenario;
    // This may throw: the tree must not have changed yet.
    const next = machine.branch(step);
    this._tree ??= new Branches(kept);
    this._tree.leave(step, kept, next.scenario);
    return next;
  }

  /** How many steps the current branch shares with another one. */
  sharedWith(id: number): number {
    const tree = this._existing();
    const [here, there] = [tree.path(tree.current.id), tree.path(id)];
    const common = new Set(here.filter((branch) => there.some((other) => other.id === branch.id)).map(({ id }) => id));
    return Math.min(...[...here, ...there].map((branch) => (common.has(branch.id) ? Infinity : branch.step)));
  }

  /** Makes another branch the current one; returns a machine that will replay it. */
  go(machine: Machine, id: number, app: WsgiApp): Machine {
    this._tree?.keep(machine.scenario);
    const { scenario } = this._existing().go(id);
    const next = Machine.from(scenario, { app });
    next.shownClients = machine.shownClients;
    return next;
  }

  rename(id: number, name: string): void {
    if (name.trim() !== '') this._existing().rename(id, name.slice(0, NAME_LENGTH));
  }

  /** Name of the current branch. */
  get currentName(): string {
    return this._tree?.current.name ?? 'main';
  }

  infos(): readonly BranchInfo[] {
    const tree = this._tree;
    if (tree === undefined) return [];
    const { id: current } = tree.current;
    return tree.all().map(({ id, name, parent, step }) => ({ id, name, parent, step, isCurrent: id === current }));
  }

  private _existing(): Branches {
    if (this._tree === undefined) throw new RangeError('this machine has no branches');
    return this._tree;
  }
}
