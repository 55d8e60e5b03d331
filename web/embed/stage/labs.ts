/** Machines that several elements of a document share: those with the same `lab`. The last one to leave ends it. */
import { Scope } from '../../kit/scope.ts';
import type { Connect } from '../../sandbox/link.ts';
import type { Moment } from './at.ts';
import { StageMachine } from './machine.ts';
import type { Example } from './machine.ts';

export class Lab {
  readonly scope = new Scope();
  readonly machine: StageMachine;
  /** The author's example, once an element has brought it, and where it is to stand. */
  example: Example | undefined;
  at: string | undefined;
  /** Resolves when an example is played, to what is to be said of `at`; undefined while none was brought. */
  opened: Promise<Moment | undefined> | undefined;
  /** The same, for those that have none to bring. */
  readonly brought: Promise<Moment | undefined>;
  /** How many elements are in it. */
  users = 0;
  private _bring: (moment: Moment | undefined) => void = () => undefined;

  constructor(connect: (scope: Scope) => Connect) {
    this.machine = new StageMachine(this.scope, connect(this.scope));
    this.brought = new Promise((resolve) => {
      this._bring = resolve;
    });
  }

  /** An example was played. */
  bring(moment: Moment | undefined): void {
    this._bring(moment);
  }
}

export class Labs {
  private readonly _labs = new Map<string, Lab>();

  /** The lab of a name, made for the first that asks; without a name one that is shared with nobody. */
  enter(name: string | undefined, connect: (scope: Scope) => Connect, scope: Scope): Lab {
    const known = name === undefined ? undefined : this._labs.get(name);
    const lab = known ?? new Lab(connect);
    // What runs the machines ends with the last element that it knows: it has to know this one too.
    if (known !== undefined) connect(scope);
    if (name !== undefined) this._labs.set(name, lab);
    lab.users += 1;
    scope.onEnd(() => {
      lab.users -= 1;
      if (lab.users > 0) return;
      lab.scope.end();
      if (name !== undefined && this._labs.get(name) === lab) this._labs.delete(name);
    });
    return lab;
  }
}
