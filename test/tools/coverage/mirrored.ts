/**
 * What of Python the sources say they mirror: read from the `@python` tags, the registrations, and the members of
 * tagged classes.
 */
import { pythonName } from '../../../src/python/classes.ts';
import { filesUnder, readSource } from '../../support/source.ts';
import type { Node, Source } from '../../support/source.ts';

/** Something that is mirrored. */
export interface Mirrored {
  /** Module and qualified name in Python. */
  readonly name: string;
  readonly path: string;
  readonly line: number;
  /** How it departs from the original, in the words of its `@differs`. */
  readonly differs: string | undefined;
  /** Whether a comment says the name, and it is not only concluded from that of its class. */
  readonly isTagged: boolean;
}

export interface Registration {
  readonly name: string;
  readonly own: readonly string[];
  readonly names: ReadonlyMap<string, string>;
}

const TAG = /@python\s+([\w.<>]*\w>?)/g;
const DIFFERS = /@differs\s+([^@]*?)(?=\s*(?:@|$))/;

/** A comment's text without the stars at the start of its lines. */
const plain = (comment: string): string =>
  comment
    .replace(/^[ \t]*\*+ ?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();

export const differsIn = (comment: string): string | undefined => DIFFERS.exec(plain(comment))?.[1]?.replace(/\.$/, '');
export const tagsIn = (comment: string): string[] => [...plain(comment).matchAll(TAG)].map(([, name = '']) => name);

export const nameOf = (node: unknown): string | undefined => {
  const { type, name, value } = (node ?? {}) as Node;
  if (type === 'Identifier') return String(name);
  return type === 'Literal' && typeof value === 'string' ? value : undefined;
};

/** The doc comment right before a position, but for words such as `export` and `abstract`. */
export function commentBefore(source: Source, position: number): string {
  const last = source.comments.findLast(({ start, value }) => {
    const end = start + value.length + 4;
    return (
      value.startsWith('*') &&
      end <= position &&
      /^(\s|export|abstract|default|declare)*$/.test(source.text.slice(end, position))
    );
  });
  return last?.value ?? '';
}

/** The entries of an object that is written out. */
function entriesOf(node: unknown): ReadonlyMap<string, Node> {
  const properties = ((node as Node | undefined)?.['properties'] ?? []) as Node[];
  return new Map(
    properties.flatMap((entry) => {
      const name = nameOf(entry['key']);
      return name === undefined ? [] : [[name, entry['value'] as Node] as const];
    }),
  );
}

/** What a file registers, by the name that the class has in it. */
export function registrations(source: Source): ReadonlyMap<string, Registration> {
  const found = new Map<string, Registration>();
  for (const { node } of source.nodes) {
    if (node.type !== 'CallExpression' || nameOf(node['callee']) !== 'registerClass') continue;
    const [module, python, Class, given] = node['arguments'] as Node[];
    const name = nameOf(Class) ?? '';
    const options = entriesOf(given);
    const list = options.get('own');
    const own = ((list?.['expression'] as Node | undefined)?.['elements'] ?? list?.['elements'] ?? []) as Node[];
    found.set(name, {
      name: `${nameOf(module)}.${nameOf(options.get('qualname')) ?? nameOf(python)}`,
      own: own.flatMap((element) => nameOf(element) ?? []),
      names: new Map([...entriesOf(options.get('names'))].map(([key, value]) => [key, nameOf(value) ?? key])),
    });
  }
  return found;
}

/** A class or an interface of ours, with what it has and what it extends. */
interface Shape {
  /** Its name in TypeScript. */
  readonly name: string;
  readonly path: string;
  readonly base: string | undefined;
  /** Python's name of it, where it mirrors something. */
  readonly python: string | undefined;
  readonly members: readonly Mirrored[];
}

function shapeOf(source: Source, node: Node, registered: Registration | undefined): Shape {
  const [tag] = tagsIn(commentBefore(source, node.start));
  const python = tag ?? registered?.name;
  return {
    name: nameOf(node['id']) ?? '',
    path: source.path,
    base: nameOf(node['superClass']),
    python,
    members: python === undefined ? [] : [...membersOf(source, node, python, registered)],
  };
}

/** What a class mirrors: itself, and its members that Python has under their name. */
function* membersOf(
  source: Source,
  node: Node,
  Class: string,
  registered: Registration | undefined,
): Generator<Mirrored> {
  if (node.type === 'ClassDeclaration') {
    const line = source.line(node.start);
    yield { name: `${Class}.__init__`, path: source.path, line, differs: undefined, isTagged: false };
  }
  for (const member of ((node['body'] as Node)['body'] ?? []) as Node[]) {
    const own = nameOf(member['key']);
    const comment = commentBefore(source, member.start);
    const tags = tagsIn(comment);
    if (own === undefined || (registered?.own.includes(own) === true && tags.length === 0)) continue;
    if (tags.length > 0 && !tags.some((tag) => tag.startsWith(`${Class}.`))) continue;
    const name = own === 'constructor' ? '__init__' : (registered?.names.get(own) ?? pythonName(own));
    yield {
      name: `${Class}.${name}`,
      path: source.path,
      line: source.line(member.start),
      differs: differsIn(comment),
      isTagged: false,
    };
  }
}

/** Names in a constant that mirrors a class: the keys of an object, or the texts of a list. */
function* constantsOf(source: Source, node: Node): Generator<Mirrored> {
  const [tag] = tagsIn(commentBefore(source, node.start));
  const [declared] = node['declarations'] as Node[];
  let value = declared?.['init'] as Node | undefined;
  if (value?.type === 'TSAsExpression') value = value['expression'] as Node;
  if (tag === undefined || value === undefined) return;
  const names =
    value.type === 'ArrayExpression'
      ? (value['elements'] as Node[]).flatMap((element) => nameOf(element) ?? [])
      : [...entriesOf(value).keys()];
  for (const name of names) {
    const line = source.line(node.start);
    yield { name: `${tag}.${pythonName(name)}`, path: source.path, line, differs: undefined, isTagged: false };
  }
}

/** Members of an enumeration that is a union of texts here. */
function* choicesOf(source: Source, node: Node): Generator<Mirrored> {
  const [tag] = tagsIn(commentBefore(source, node.start));
  const union = node['typeAnnotation'] as Node;
  if (tag === undefined || union.type !== 'TSUnionType') return;
  for (const choice of union['types'] as Node[]) {
    const text = nameOf(choice['literal']);
    if (text === undefined) continue;
    const name = `${tag}.${text.toUpperCase().replaceAll('-', '_')}`;
    yield { name, path: source.path, line: source.line(node.start), differs: undefined, isTagged: false };
  }
}

/** Members of mirrored classes that stand in a base class of ours. */
function* inherited(shapes: readonly Shape[]): Generator<Mirrored> {
  const byName = new Map<string, Shape[]>();
  for (const shape of shapes) byName.set(shape.name, [...(byName.get(shape.name) ?? []), shape]);
  const baseOf = ({ base, path }: Shape): Shape | undefined => {
    const found = byName.get(base ?? '') ?? [];
    return found.find((other) => other.path === path) ?? found[0];
  };
  for (const shape of shapes) {
    if (shape.python === undefined) continue;
    for (let base = baseOf(shape); base?.python !== undefined; base = baseOf(base)) {
      const start = base.python.length;
      for (const member of base.members) {
        if (!member.name.startsWith(`${base.python}.`)) continue;
        yield { ...member, name: shape.python + member.name.slice(start), differs: undefined, isTagged: false };
      }
    }
  }
}

const isShape = ({ type }: Node): boolean => type === 'ClassDeclaration' || type === 'TSInterfaceDeclaration';

const shapesIn = (source: Source): Shape[] => {
  const registered = registrations(source);
  return source.nodes
    .filter(({ node }) => isShape(node))
    .map(({ node }) => shapeOf(source, node, registered.get(nameOf(node['id']) ?? '')));
};

function* mirroredIn(source: Source): Generator<Mirrored> {
  const { path } = source;
  for (const { value, start } of source.comments) {
    for (const name of tagsIn(value))
      yield { name, path, line: source.line(start), differs: differsIn(value), isTagged: true };
  }
  const registered = registrations(source);
  for (const { node } of source.nodes) {
    if (node.type === 'VariableDeclaration') yield* constantsOf(source, node);
    if (node.type === 'TSTypeAliasDeclaration') yield* choicesOf(source, node);
    if (node.type !== 'CallExpression' || nameOf(node['callee']) !== 'registerFunction') continue;
    const [module, name] = node['arguments'] as Node[];
    yield {
      name: `${nameOf(module)}.${nameOf(name)}`,
      path,
      line: source.line(node.start),
      differs: undefined,
      isTagged: true,
    };
  }
  for (const [, { name }] of registered) yield { name, path, line: 1, differs: undefined, isTagged: true };
}

/** Everything that the sources mirror. */
export function allMirrored(): Mirrored[] {
  const sources = filesUnder('src', /\.ts$/).map(readSource);
  const shapes = sources.flatMap(shapesIn);
  return [
    ...sources.flatMap((source) => [...mirroredIn(source)]),
    ...shapes.flatMap(({ members }) => members),
    ...inherited(shapes),
  ];
}
