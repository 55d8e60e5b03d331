/**
 * Short names for private fields and methods: a bundler does not know what TypeScript calls private. Classes that are
 * no relatives of each other use the same short names, which compress better than long and different ones.
 *
 * What is kept: names that stand in texts, methods of mirrored classes, which Python knows by their names, and names
 * that a class reads of other objects too, if others have them and not all as private ones.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseAst, parseSync, type Plugin } from 'vite';
import { ROOT } from '../../support/root.ts';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** For each class of a file: its private names, and what replaces them. */
export type ShortNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A class as its source shows it. Those of one file that have no name count as one. */
interface Found {
  readonly file: string;
  readonly name: string;
  /** What it may have in common with others: its name, and the names of what it extends. */
  readonly kin: Set<string>;
  readonly privates: Set<string>;
  /** Names that it reads of other objects than `this`. */
  readonly asked: Set<string>;
  readonly uses: Map<string, number>;
}

interface AllFound {
  readonly classes: Map<string, Found>;
  /** Names of members that are not private, in any class, type or object. */
  readonly others: Set<string>;
  readonly texts: Set<string>;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
const isClass = ({ type }: Node): boolean => type === 'ClassDeclaration' || type === 'ClassExpression';
const nameOf = (node: unknown): string => (isNode(node) && node.type === 'Identifier' ? (node['name'] as string) : '');

function* childrenOf(node: Node): Generator<Node> {
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) yield child;
  }
}

function* namesIn(node: Node): Generator<string> {
  if (node.type === 'Identifier') yield nameOf(node);
  for (const child of childrenOf(node)) yield* namesIn(child);
}

/** What stands in a class that may be mirrored: Python knows its methods by their names. */
const MIRRORED = /^src\/(?:python|stdlib|werkzeug)\//;

/** All classes that a function makes or a call returns count as relatives: which are mixed is not looked at. */
const MIXED = '*';

interface Place {
  readonly file: string;
  readonly isInFunction: boolean;
  /** The classes around it, the innermost first. */
  readonly classes: readonly Found[];
}

function look(node: Node, place: Place, found: AllFound): void {
  if (isClass(node)) return lookAtClass(node, place, found);
  const { classes } = place;
  if (node.type === 'Literal' && typeof node['value'] === 'string') found.texts.add(node['value']);
  if (node.type === 'MemberExpression' && node['computed'] === false) {
    const name = nameOf(node['property']);
    const [own] = classes;
    own?.uses.set(name, (own.uses.get(name) ?? 0) + 1);
    if ((node['object'] as Node).type !== 'ThisExpression') for (const { asked } of classes) asked.add(name);
  }
  const name = nameOf(node['key']);
  if (name !== '') {
    const isMethodOfPython = MIRRORED.test(place.file) && node.type === 'MethodDefinition';
    if (node['accessibility'] === 'private' && !isMethodOfPython) classes[0]?.privates.add(name);
    else found.others.add(name);
    if (node.type === 'Property') for (const { asked } of classes) asked.add(name);
  }
  const isInFunction = place.isInFunction || /Function/.test(node.type);
  for (const child of childrenOf(node)) look(child, { ...place, isInFunction }, found);
}

function lookAtClass(node: Node, place: Place, found: AllFound): void {
  const { file, classes, isInFunction } = place;
  const name = nameOf(node['id']);
  const key = `${file}#${name}`;
  const base = node['superClass'];
  const before = found.classes.get(key);
  const own = before ?? { file, name, kin: new Set(), privates: new Set(), asked: new Set(), uses: new Map() };
  found.classes.set(key, own);
  own.kin.add(name === '' ? key : name);
  if (isNode(base)) {
    for (const other of namesIn(base)) own.kin.add(other);
    if (isInFunction || base.type !== 'Identifier') own.kin.add(MIXED);
    look(base, place, found);
  }
  look(node['body'] as Node, { file, isInFunction, classes: [own, ...classes] }, found);
}

/** Classes that may be relatives of each other, in one list. */
function families(classes: Iterable<Found>): Found[][] {
  const all: { readonly kin: Set<string>; readonly members: Found[] }[] = [];
  for (const member of classes) {
    const family = { kin: new Set(member.kin), members: [member] };
    for (const other of all.filter(({ kin }) => [...member.kin].some((name) => kin.has(name)))) {
      all.splice(all.indexOf(other), 1);
      for (const name of other.kin) family.kin.add(name);
      family.members.push(...other.members);
    }
    all.push(family);
  }
  return all.map(({ members }) => members);
}

/** The short names for files with these sources, by file. */
export function shortNames(sources: ReadonlyMap<string, string>): ReadonlyMap<string, ShortNames> {
  const found: AllFound = { classes: new Map(), others: new Set(), texts: new Set() };
  for (const [file, text] of sources) {
    const { program } = parseSync(file, text);
    look(program as unknown as Node, { file, isInFunction: false, classes: [] }, found);
  }
  const canChange = ({ asked }: Found, name: string): boolean =>
    /^_[a-z]\w+$/i.test(name) && !found.texts.has(name) && !(found.others.has(name) && asked.has(name));
  const byFile = new Map<string, Map<string, ReadonlyMap<string, string>>>();
  for (const family of families(found.classes.values())) {
    const uses = new Map<string, number>();
    for (const member of family) {
      for (const name of member.privates) {
        if (canChange(member, name)) uses.set(name, (uses.get(name) ?? 0) + (member.uses.get(name) ?? 0));
      }
    }
    const byUse = [...uses].toSorted(([one, times], [other, more]) => more - times || (one < other ? -1 : 1));
    const short = new Map(byUse.map(([name], index) => [name, shortName(index)]));
    for (const member of family) {
      const own = [...member.privates].filter((name) => canChange(member, name));
      const names = new Map(own.map((name) => [name, short.get(name) ?? name]));
      byFile.set(member.file, (byFile.get(member.file) ?? new Map()).set(member.name, names));
    }
  }
  return byFile;
}

function sourcesOf(folders: readonly string[]): Map<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
      (entry) => `${folder}/${entry.replaceAll('\\', '/')}`,
    ),
  );
  return new Map(
    files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => [file, readFileSync(resolve(ROOT, file), 'utf8')]),
  );
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * `$a`, `$b`, … `$aa`: names that no subclass of an app has by chance. By the `$` one knows in the frames of a stack
 * what is our own (src/host/complaints.ts).
 */
export const shortName = (index: number): string => `$${letters(index)}`;

function letters(index: number): string {
  const last = LETTERS[index % LETTERS.length] ?? '';
  return index < LETTERS.length ? last : letters(Math.floor(index / LETTERS.length) - 1) + last;
}

/** A name in a program, and what replaces it. */
interface Renamed {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly short: string;
  /** `{ name }`, which is `{ name: name }`. */
  readonly isShorthand: boolean;
}

/** @param classes the short names of the classes around the node, the innermost first. */
function* renamedIn(
  node: Node,
  names: ShortNames,
  classes: readonly ReadonlyMap<string, string>[],
): Generator<Renamed> {
  const property = node.type === 'MemberExpression' ? node['property'] : node['key'];
  if (isNode(property) && property.type === 'Identifier' && node['computed'] !== true) {
    const name = nameOf(property);
    const isOwn = node.type !== 'MemberExpression' || (node['object'] as Node).type === 'ThisExpression';
    const short = (isOwn ? classes.slice(0, 1) : classes).find((own) => own.has(name))?.get(name);
    const { start, end } = property;
    if (short !== undefined) yield { name, short, start, end, isShorthand: node['shorthand'] === true };
  }
  for (const child of childrenOf(node)) {
    const own = isClass(node) && child === node['body'] ? names.get(nameOf(node['id'])) : undefined;
    yield* renamedIn(child, names, own === undefined ? classes : [own, ...classes]);
  }
}

/** The code with other names of properties; undefined if it has none of them. Lines stay what they are. */
export function renamePrivate(code: string, names: ShortNames): string | undefined {
  let text = '';
  let from = 0;
  const found = [...renamedIn(parseAst(code) as unknown as Node, names, [])];
  for (const { name, short, start, end, isShorthand } of found.toSorted((one, other) => one.start - other.start)) {
    text += `${code.slice(from, start)}${short}${isShorthand ? `: ${name}` : ''}`;
    from = end;
  }
  return from === 0 ? undefined : text + code.slice(from);
}

/** Several bundles are built in one go. */
let allNames: ReadonlyMap<string, ShortNames> | undefined;

/** Renames what is private in the sources. */
export function privateNames(): Plugin {
  return {
    name: 'private-names',
    apply: 'build',
    transform: {
      filter: { id: /\/(?:src|web)\/.*\.ts$/, code: /\b_[a-zA-Z]/ },
      handler(code, id) {
        allNames ??= shortNames(sourcesOf(['src', 'web']));
        const names = allNames.get(relative(ROOT, id).replaceAll('\\', '/'));
        const renamed = names === undefined ? undefined : renamePrivate(code, names);
        return renamed === undefined ? null : { code: renamed, map: null };
      },
    },
  };
}
