/** The command line of the oracle. */
import { UsageError } from '../support/command-line.ts';
import { COLUMNS } from './compare.ts';
import type { Column } from './compare.ts';

/** What to play and what to compare. */
export interface OracleOptions {
  /** Files or folders with cases; empty for none. */
  readonly cases: readonly string[];
  /** Files or folders with fuzz entries; empty for none. */
  readonly fuzz: readonly string[];
  readonly kinds: readonly string[];
  readonly apps: readonly string[];
  readonly categories: readonly string[];
  readonly ids: readonly string[];
  readonly columns: readonly Column[];
  readonly isVerbose: boolean;
  /** Whether the table goes into the README; only with everything played. */
  readonly isForReadme: boolean;
}

export const USAGE =
  'usage: npm run oracle -- [--cases PATH…] [--fuzz FILE…] [--kind K,…] [--app A,…] [--category C,…]\n' +
  `       [--only ${COLUMNS.join(',')}] [--case ID] [--verbose]\n` +
  '   or: npm run oracle -- --write-readme';

const LISTS = new Set(['--cases', '--fuzz', '--kind', '--app', '--category', '--only', '--case']);
/** Options whose values may be given together, with commas between them. */
const WITH_COMMAS = new Set(['--kind', '--app', '--category', '--only', '--case']);

/** Reads the arguments. With neither `--cases` nor `--fuzz` both are the project's own recordings, in `folder`. */
export function readOptions(args: readonly string[], folder: string): OracleOptions {
  const values = new Map<string, string[]>();
  if (args.includes('--write-readme') && args.length > 1) throw new UsageError('--write-readme stands alone');
  let isVerbose = false;
  let current: string | undefined;
  for (const arg of args) {
    if (arg === '--write-readme') continue;
    if (arg === '--verbose') {
      isVerbose = true;
      current = undefined;
    } else if (arg.startsWith('--')) {
      const [name, value] = splitEquals(arg);
      if (!LISTS.has(name)) throw new UsageError(`unknown option ${name}`);
      current = name;
      if (!values.has(name)) values.set(name, []);
      if (value !== undefined) add(values, name, value);
    } else if (current === undefined) {
      throw new UsageError(`unexpected argument ${arg}`);
    } else add(values, current, arg);
  }
  for (const [name, list] of values) if (list.length === 0) throw new UsageError(`${name} needs a value`);
  const of = (name: string): readonly string[] => values.get(name) ?? [];
  const isDefault = !values.has('--cases') && !values.has('--fuzz');
  return {
    cases: isDefault ? [folder] : of('--cases'),
    fuzz: isDefault ? [folder] : of('--fuzz'),
    kinds: of('--kind'),
    apps: of('--app'),
    categories: of('--category'),
    ids: of('--case'),
    columns: columnsOf(of('--only')),
    isVerbose,
    isForReadme: args.includes('--write-readme'),
  };
}

function splitEquals(arg: string): readonly [string, string | undefined] {
  const at = arg.indexOf('=');
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

function add(values: Map<string, string[]>, name: string, value: string): void {
  const parts = WITH_COMMAS.has(name) ? value.split(',').filter((part) => part !== '') : [value];
  values.get(name)?.push(...parts);
}

function columnsOf(names: readonly string[]): readonly Column[] {
  for (const name of names) {
    if (!(COLUMNS as readonly string[]).includes(name)) {
      throw new UsageError(`--only: there is no column ${name}; known are ${COLUMNS.join(', ')}`);
    }
  }
  return names.length === 0 ? COLUMNS : COLUMNS.filter((column) => names.includes(column));
}
