/**
 * Finds the moments of a log, row by row, as it grows. It keeps what it has seen in a journal, so that rows can be
 * forgotten exactly: after `truncate` it is as if they had never been read.
 */
import { Journal } from './journal.ts';
import { methodOf } from './methods.ts';
import type { Moment, MomentRow } from './moment.ts';
import type { Found, Rule, Scene } from './rule.ts';
import { RULES } from './rules.ts';
import { World } from './world.ts';

/** The rules by the rows that they look for. */
const table = /*#__PURE__*/ tableOf(RULES);

export class MomentFinder {
  readonly moments: Moment[] = [];
  private readonly _journal = new Journal();
  private readonly _world = new World(this._journal);
  private _length = 0;

  /** How many rows were read. */
  get length(): number {
    return this._length;
  }

  /** Reads the next row. */
  add(row: MomentRow): void {
    this._journal.row = row.number;
    this._length = row.number + 1;
    const frame = this._world.read(row);
    const rules = table.get(keyOf(row));
    if (rules === undefined) return;
    const thread = this._world.threads.get(row.tid);
    const connection = thread?.connection;
    const exchange = connection?.exchange;
    const scene: Scene = { row, world: this._world, journal: this._journal, thread, frame, connection, exchange };
    for (const { find } of rules) this._take(scene, find(scene));
  }

  /** Forgets what was found from step `length` on: the log is another one from there. */
  truncate(length: number): void {
    while ((this.moments.at(-1)?.step ?? -1) >= length) this.moments.pop();
    this._journal.undoFrom(length);
    this._length = Math.min(this._length, length);
  }

  private _take(scene: Scene, found: ReturnType<Rule['find']>): void {
    if (found === undefined) return;
    if (isList(found)) for (const one of found) this.moments.push(momentOf(scene, one));
    else this.moments.push(momentOf(scene, found));
  }
}

/** All moments of a log. */
export function findMoments(rows: Iterable<MomentRow>): Moment[] {
  const finder = new MomentFinder();
  for (const row of rows) finder.add(row);
  return finder.moments;
}

const isList = (found: Found | readonly Found[]): found is readonly Found[] => Array.isArray(found);

function momentOf(scene: Scene, found: Found): Moment {
  const { row, frame } = scene;
  const connection = found.connection === undefined ? scene.connection : (found.connection ?? undefined);
  const request = found.request === undefined ? connection?.exchange?.number : (found.request ?? undefined);
  return {
    name: found.name,
    from: found.from ?? frame?.step ?? row.number,
    step: row.number,
    tid: row.tid,
    client: connection?.client,
    request,
    cause: found.cause,
    light: found.light ?? {},
  };
}

/** What a row is found by; undefined when no rule can look for it. */
function keyOf({ kind, name, detail }: MomentRow): string | undefined {
  switch (kind) {
    case 'call':
    case 'return':
    case 'raise': {
      const method = methodOf(name);
      return method === undefined ? undefined : `${kind} ${method}`;
    }
    case 'input':
      return `input ${name.slice(name.lastIndexOf(' ') + 1)}`;
    case 'thread':
    case 'exit':
      return detail === 'ended' ? undefined : kind;
    case 'switch':
      return undefined;
    default:
      return `${kind} ${name}`;
  }
}

function tableOf(rules: readonly Rule[]): ReadonlyMap<string | undefined, readonly Rule[]> {
  const byKey = new Map<string, Rule[]>();
  for (const rule of rules) {
    const list = byKey.get(rule.on);
    if (list === undefined) byKey.set(rule.on, [rule]);
    else list.push(rule);
  }
  return byKey;
}
