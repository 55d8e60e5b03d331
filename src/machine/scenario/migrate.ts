/** Migrates older scenarios: one small function for each version that was ever written. */
import { tryOr } from '../../python/foreign.ts';
import { isList, show } from '../setup/options.ts';
import { reject, isRecord, SchemaError } from './schema.ts';
import { SCENARIO_VERSION } from './scenario.ts';
import { inputInSeconds, linkInSeconds } from './old-units.ts';

/** Takes data of one version and returns data of the next, including its `version`. */
export type Migration = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** The migrations, by the version they take. */
const MIGRATIONS: Readonly<Record<number, Migration>> = { 1: nameEmptyTurnsAndPasses, 2: giveTimesInSeconds };

const RENAMED_IN_INPUTS: ReadonlyMap<string, string> = new Map([
  ['inVain', 'emptyTurns'],
  ['passes', 'emptyPasses'],
]);

/**
 * Version 2 gives two members of an input the names that the kernel uses. The schema rejects data that has the wrong
 * shape.
 */
function nameEmptyTurnsAndPasses(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { inputs } = data;
  return isList(inputs) ? { ...data, version: 2, inputs: inputs.map(renameMembers) } : { ...data, version: 2 };
}

function renameMembers(input: unknown): unknown {
  if (!isRecord(input)) return input;
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [RENAMED_IN_INPUTS.get(key) ?? key, value]));
}

/** Version 3 gives all times in seconds, as the machine itself does. */
function giveTimesInSeconds({ inputs, link, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    ...rest,
    version: 3,
    inputs: isList(inputs) ? inputs.map(inputFromMicros) : inputs,
    link: isRecord(link) ? linkInSeconds(link) : link,
  };
}

const inputFromMicros = (input: unknown): unknown => (isRecord(input) ? inputInSeconds(input) : input);

/** Options for tests. */
export interface MigrateOptions {
  readonly migrations?: Readonly<Record<number, Migration>>;
  /** The version to migrate to. */
  readonly to?: number;
  /** The path of the data, for messages; `$` by default. */
  readonly path?: string;
}

/**
 * Whether the caller passed the machine in place of its scenario. The class cannot be imported here: it imports this
 * file.
 */
const isMachine = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && tryOr(() => 'kernel' in data && 'scenario' in data, false);

/** Migrates data of any known version to the present one. Throws SchemaError for an unknown version. */
export function migrate(data: unknown, options: MigrateOptions = {}): unknown {
  const { migrations = MIGRATIONS, to = SCENARIO_VERSION, path = '$' } = options;
  if (isMachine(data)) reject(path, data, 'a scenario; a machine has one: pass machine.scenario');
  if (!isRecord(data)) reject(path, data, 'an object that holds a scenario');
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
