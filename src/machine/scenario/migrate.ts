/** Older scenarios, made new: one small function for each version that was ever written. */
import { safely } from '../../python/foreign.ts';
import { show } from '../setup/options.ts';
import { isNot, isRecord, SchemaError } from './schema.ts';
import { SCENARIO_VERSION } from './scenario.ts';

/** Takes data of one version and answers data of the next, its `version` included. */
export type Migration = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** By the version they take. Version 1 is the first: there is nothing to migrate yet. */
const MIGRATIONS: Readonly<Record<number, Migration>> = {};

/** What to migrate with, where it is not the real thing. */
export interface MigrateOptions {
  readonly migrations?: Readonly<Record<number, Migration>>;
  /** The version wanted. */
  readonly to?: number;
  /** Where the data stands, for messages; `$` by default. */
  readonly path?: string;
}

/** Whether somebody passed the machine in place of its scenario. The class itself cannot be imported here: it reads scenarios. */
const isMachine = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  safely(() => data.constructor?.name === 'Machine' && 'scenario' in data, false);

/** Brings data of any known version to the present one. Throws SchemaError for a version that is unknown. */
export function migrate(data: unknown, options: MigrateOptions = {}): unknown {
  const { migrations = MIGRATIONS, to = SCENARIO_VERSION, path = '$' } = options;
  if (isMachine(data)) isNot(path, data, 'a scenario; a machine has one: pass machine.scenario');
  if (!isRecord(data)) isNot(path, data, 'an object that holds a scenario');
  let present = data;
  while (present['version'] !== to) {
    const { version } = present;
    if (version === undefined) throw new SchemaError(`${path}.version`, 'is missing', `an integer from 1 to ${to}`);
    const next = typeof version === 'number' && version < to ? migrations[version] : undefined;
    if (next === undefined) {
      const newer = typeof version === 'number' && Number.isInteger(version) && version > to;
      const why = newer
        ? `it was written by a newer program; this one reads up to ${to}`
        : `this program reads 1 to ${to}`;
      throw new SchemaError(
        `${path}.version`,
        `${typeof version === 'string' ? JSON.stringify(version) : show(version)} is not a known version: ${why}`,
        `1 to ${to}`,
      );
    }
    present = next(present);
  }
  return present;
}
