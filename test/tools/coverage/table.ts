/** Which public members of Python's modules are mirrored, which differ, and which are absent; with reasons. */
import { readFileSync } from 'node:fs';
import { allMirrored } from './mirrored.ts';
import type { Mirrored } from './mirrored.ts';

const under = (parent: string, names: string): string[] => names.split(' ').map((name) => `${parent}.${name}`);

/**
 * The modules of which every public member is accounted for. `werkzeug.wrappers` and `werkzeug.datastructures` are made
 * of several.
 */
export const MODULES = [
  ...['socketserver', 'http.server', 'selectors', 'threading', 'io'],
  ...under('werkzeug', 'serving wrappers.request wrappers.response sansio.request sansio.response exceptions'),
  ...under('werkzeug', 'http utils urls wsgi formparser user_agent sansio.http sansio.multipart sansio.utils'),
  ...under(
    'werkzeug.datastructures',
    'accept auth cache_control csp etag file_storage headers mixins range structures',
  ),
];

/** Names with underscores that are public all the same. */
const PUBLIC_DUNDERS = ['__init__', '__call__', '__enter__', '__exit__'];

export type State = 'mirrored' | 'differs' | 'absent' | 'missing';

export interface Row {
  readonly module: string;
  /** The class; empty for members of the module itself. */
  readonly owner: string;
  readonly member: string;
  readonly state: State;
  readonly why: string;
}

interface PythonMembers {
  readonly python: string;
  readonly werkzeug: string;
  /** Of each module the names that each class defines; those of the module itself under the empty name. */
  readonly modules: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const readJson = (name: string): unknown => JSON.parse(readFileSync(`test/tools/coverage/${name}`, 'utf8'));

/** What Python has: made by list_members.py. */
export const pythonMembers = readJson('python-members.json') as PythonMembers;

/** What is absent on purpose: by reason, names of members, classes or modules' functions. */
export const absent = readJson('absent.json') as Readonly<Record<string, readonly string[]>>;

const isPublic = (name: string): boolean => !name.startsWith('_') || PUBLIC_DUNDERS.includes(name);

/** Whether Python has something of that name. Names that only a base class defines count for the class too. */
export function existsInPython(name: string): boolean {
  for (const [module, classes] of Object.entries(pythonMembers.modules)) {
    if (name === module) return true;
    if (!name.startsWith(`${module}.`)) continue;
    const path = name.slice(module.length + 1);
    const at = path.lastIndexOf('.');
    const owner = at < 0 ? '' : path.slice(0, at);
    const members = Object.hasOwn(classes, owner) ? classes[owner] : undefined;
    if (members?.includes(path.slice(at + 1)) === true || Object.hasOwn(classes, path)) return true;
  }
  return false;
}

/** All other members of a class of which some are mirrored. */
const OTHERS = '.*';

/** The class or member that an entry of the list of absent things names. */
export const absentName = (entry: string): string => (entry.endsWith(OTHERS) ? entry.slice(0, -OTHERS.length) : entry);

function absentReason(name: string): string | undefined {
  const found = Object.entries(absent).find(([, names]) =>
    names.some((entry) => name === entry || name.startsWith(`${absentName(entry)}.`)),
  );
  return found?.[0];
}

function rowOf(module: string, owner: string, member: string, known: ReadonlyMap<string, Mirrored>): Row {
  const name = [module, owner, member].filter((part) => part !== '').join('.');
  const mirrored = known.get(name);
  const about = { module, owner, member };
  if (mirrored?.differs !== undefined) return { ...about, state: 'differs', why: mirrored.differs };
  if (mirrored !== undefined) return { ...about, state: 'mirrored', why: '' };
  const why = absentReason(name);
  return why === undefined ? { ...about, state: 'missing', why: '' } : { ...about, state: 'absent', why };
}

/** One row for each public member of the modules. */
export function coverage(all: readonly Mirrored[] = allMirrored()): Row[] {
  const known = new Map<string, Mirrored>();
  for (const entry of all) {
    // The same member may stand in two places: one that says how it differs says more.
    if (known.get(entry.name)?.differs === undefined) known.set(entry.name, entry);
  }
  return MODULES.flatMap((module) =>
    Object.entries(pythonMembers.modules[module] ?? {})
      .filter(([owner]) => !owner.startsWith('_') && !owner.includes('<locals>'))
      .flatMap(([owner, members]) => members.filter(isPublic).map((member) => rowOf(module, owner, member, known))),
  );
}

/** How many rows of each state. */
export const countStates = (rows: readonly Row[]): Record<State, number> => {
  const counts = { mirrored: 0, differs: 0, absent: 0, missing: 0 };
  for (const { state } of rows) counts[state] += 1;
  return counts;
};

const line = (cells: readonly unknown[]): string =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;

const shown = (entry: string): string =>
  entry.endsWith(OTHERS) ? `other members of \`${absentName(entry)}\`` : `\`${entry}\``;

/** The summary as Markdown: a table of counts, what is absent by reason, and what differs. */
export function summary(rows: readonly Row[]): string {
  const byModule = MODULES.map((module) => {
    const own = rows.filter((row) => row.module === module);
    const { mirrored, differs, absent: gone } = countStates(own);
    return line([`\`${module}\``, own.length, mirrored, differs, gone]);
  });
  const { mirrored, differs, absent: gone } = countStates(rows);
  const nameOf = ({ module, owner, member }: Row): string =>
    [module, owner, member].filter((part) => part !== '').join('.');
  return [
    `Public members of Python ${pythonMembers.python} and Werkzeug ${pythonMembers.werkzeug}, with public attributes:`,
    '',
    line(['module', 'public members', 'mirrored', 'differ', 'absent']),
    '|---|--:|--:|--:|--:|',
    ...byModule,
    line(['**all**', rows.length, mirrored, differs, gone]),
    '',
    line(['absent', 'why']),
    '|---|---|',
    ...Object.entries(absent).map(([why, names]) => line([names.map(shown).join(', '), why])),
    '',
    line(['differs', 'how']),
    '|---|---|',
    ...rows.filter(({ state }) => state === 'differs').map((row) => line([`\`${nameOf(row)}\``, row.why])),
  ].join('\n');
}
