/**
 * Finds the TypeScript of a mirrored method by its Python name. It reads the sources as text: `registerClass('module',
 * 'Name', Class)` in a class gives its Python name, and a method ends where its brace does.
 */

/** A piece of a file. */
export interface Found {
  /** Path from `src`. */
  readonly path: string;
  /** The module of Python that it mirrors a part of. */
  readonly module: string;
  /** Number of the first line, from 1. */
  readonly line: number;
  /** The lines without their common indent; the comment above comes first. */
  readonly lines: readonly string[];
}

/** A class or function that a source registers. */
interface Registered {
  readonly path: string;
  readonly module: string;
  /** Its name in the file; undefined for a function, which is declared where it is registered. */
  readonly className: string | undefined;
  /** Where it is registered. */
  readonly at: number;
  /** The TypeScript names of members that do not follow from their Python names. */
  readonly names: ReadonlyMap<string, string>;
}

const CLASS = /registerClass\(\s*'([\w.]+)',\s*'([\w.]+)',\s*(\w+)\s*(?:,\s*(\{[^]*?\}))?\s*,?\s*\);/g;
const FUNCTION = /registerFunction\(\s*'([\w.]+)',\s*'([\w.]+)'/g;
const QUALNAME = /qualname: '([^']+)'/;
const NAMES = /names: \{([^}]*)\}/;
const NAME = /(\w+): '([^']+)'/g;

/** All classes and functions that the sources register, by their Python names. */
export class SourceIndex {
  private readonly _texts: ReadonlyMap<string, string>;
  private readonly _registered = new Map<string, Registered>();

  constructor(texts: ReadonlyMap<string, string>) {
    this._texts = texts;
    for (const [path, text] of texts) {
      for (const { 1: module = '', 2: name = '', 3: className = '', 4: options = '', index: at } of text.matchAll(
        CLASS,
      )) {
        const names = new Map(
          [...(NAMES.exec(options)?.[1] ?? '').matchAll(NAME)].map(([, own = '', python = '']) => [python, own]),
        );
        const qualname = QUALNAME.exec(options)?.[1] ?? name;
        this._registered.set(`${module}.${qualname}`, { path, module, className, at, names });
      }
      for (const { 1: module = '', 2: name = '', index: at } of text.matchAll(FUNCTION)) {
        this._registered.set(`${module}.${name}`, { path, module, className: undefined, at, names: new Map() });
      }
    }
  }

  /**
   * The source behind Python's qualified name, e.g. `socketserver.BaseServer.process_request`; undefined for what is
   * not mirrored.
   */
  find(name: string): Found | undefined {
    const whole = this._registered.get(name);
    if (whole !== undefined && whole.className === undefined) return this._cut(whole, whole.at);
    const cut = name.lastIndexOf('.');
    const owner = this._registered.get(name.slice(0, cut));
    if (owner?.className === undefined) return undefined;
    const python = name.slice(cut + 1);
    const member = owner.names.get(python) ?? memberName(python);
    const at = this._memberAt(owner, member) ?? this._memberAt(owner, python);
    return at === undefined ? undefined : this._cut(owner, at);
  }

  /** Where a member of a class begins, between the head of the class and the place where the class is registered. */
  private _memberAt({ path, className, at }: Registered, member: string): number | undefined {
    const text = this._texts.get(path) ?? '';
    const from = headOf(text, className ?? '', at);
    if (from === undefined) return undefined;
    const modifiers = String.raw`(?:(?:override|static|async|private|protected|public|abstract|get)\s+)*`;
    const pattern = new RegExp(
      String.raw`^[ ]+${modifiers}\*?\s?${member.replaceAll('$', String.raw`\$`)}\s*[(<].*`,
      'gm',
    );
    const found = [...text.slice(0, at).matchAll(pattern)].filter(({ index }) => index > from);
    // Overloads come before the body.
    return (found.find(([line]) => !line.endsWith(';')) ?? found[0])?.index;
  }

  /** Cuts out the declaration that begins in the line of `at`, with the comment above it. */
  private _cut({ path, module }: Registered, at: number): Found {
    const text = this._texts.get(path) ?? '';
    const { from, to, indent } = declarationAt(text, at);
    const lines = text.split('\n').slice(from, to);
    return { path, module, line: from + 1, lines: lines.map((line) => line.slice(indent)) };
  }
}

/** The lines of a declaration. */
interface Place {
  /** First line, from 0, with the comment above; and the line after the last one. */
  readonly from: number;
  readonly to: number;
  /** Its indent, in spaces. */
  readonly indent: number;
}

/** The declaration that begins in the line of character `at`. */
function declarationAt(text: string, at: number): Place {
  const all = text.split('\n');
  const first = lineAt(text, at);
  const start = (all[first] ?? '') === '' ? first + 1 : first;
  const indent = /^ */.exec(all[start] ?? '')?.[0].length ?? 0;
  const last = all.findIndex((line, number) => number >= start && isEnd(line, indent, number === start));
  let from = start;
  while (/^\s*(\/\*\*|\*|\/\/)/.test(all[from - 1] ?? '')) from -= 1;
  return { from, to: (last === -1 ? start : last) + 1, indent };
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length - 1;

/**
 * The parts of a source that can be found: registered classes and functions, and where they are registered. All other
 * lines become empty, so that line numbers stay; those at the end go, and with them a source that registers nothing.
 * The page ships only these parts; see vite.config.ts.
 */
export function findable(text: string): string {
  const lines = text.split('\n');
  const kept = new Set<number>();
  const keep = (from: number, to: number): void => {
    for (let line = from; line < to; line += 1) kept.add(line);
  };
  for (const { 0: registration, 3: name = '', index } of text.matchAll(CLASS)) {
    keep(lineAt(text, index), lineAt(text, index + registration.length) + 1);
    const head = headOf(text, name, index);
    if (head === undefined) continue;
    const { from, to } = declarationAt(text, head);
    keep(from, to);
  }
  for (const { index } of text.matchAll(FUNCTION)) {
    const { from, to } = declarationAt(text, index);
    keep(from, to);
  }
  return lines
    .map((line, number) => (kept.has(number) ? line : ''))
    .join('\n')
    .trimEnd();
}

/** Where a class that is registered at `at` begins: the last class of that name before. */
function headOf(text: string, className: string, at: number): number | undefined {
  return [...text.slice(0, at).matchAll(new RegExp(String.raw`\bclass ${className}\b`, 'g'))].at(-1)?.index;
}

/**
 * A declaration ends in its first line if that closes it, else in the first line that has the same indent and closes a
 * bracket.
 */
function isEnd(line: string, indent: number, isFirst: boolean): boolean {
  if (isFirst) return /[;}]\s*$/.test(line) && !/\{\s*$/.test(line);
  return /^ *[})]/.test(line) && /^ */.exec(line)?.[0].length === indent && !/\{\s*$/.test(line);
}

/** `process_request` becomes `processRequest`, `__init__` becomes `init`. Names in capitals and `do_GET` stay. */
export function memberName(python: string): string {
  if (python === '__init__') return 'init';
  if (/^(do_|__)/.test(python) || python === python.toUpperCase()) return python;
  return python.replaceAll(/(?<=[A-Za-z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
