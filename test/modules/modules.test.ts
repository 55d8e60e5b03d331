/** The sub-paths of the package: one for each mirrored module of Python, and each whole. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesUnder, readSource, type Node, type Source } from '../support/source.ts';
import { commentBefore, nameOf, registrations, tagsIn } from '../tools/coverage/mirrored.ts';

/** Modules whose names Python's packages hand on: users import them from the package. */
const HANDED_ON: readonly (readonly [RegExp, string])[] = [
  [/^werkzeug\.datastructures\.\w+$/, 'werkzeug.datastructures'],
  [/^werkzeug\.wrappers\.\w+$/, 'werkzeug.wrappers'],
  [/^werkzeug\.routing\.\w+$/, 'werkzeug.routing'],
  [/^json\.decoder$/, 'json'],
];

/** Mirrored modules that are no sub-path: private in Python, or a codec that is reached through bytes and text. */
const NO_SUB_PATH = /(^|\.)_|^encodings\./;

/** Declarations that mirror a part of what their tag names, not the whole. */
const PARTS = /_CHANGES$|^checkOffset$/;

interface Exported {
  readonly name: string;
  readonly path: string;
  readonly declaration: Node;
  readonly source: Source;
}

const sources = filesUnder('src', /\.ts$/)
  .filter((path) => /^src\/(python|stdlib|werkzeug)\//.test(path))
  .map(readSource);

/** What a file declares and exports. */
function exported(source: Source): Exported[] {
  return source.nodes.flatMap(({ node }) => {
    const declaration = node.type === 'ExportNamedDeclaration' ? (node['declaration'] as Node | null) : null;
    if (declaration === null) return [];
    const declared =
      declaration.type === 'VariableDeclaration' ? (declaration['declarations'] as Node[]) : [declaration];
    return declared.flatMap((entry) => {
      const name = nameOf(entry['id']);
      return name === undefined ? [] : [{ name, path: source.path, declaration: node, source }];
    });
  });
}

/** Python's module and name of what is exported; undefined for what mirrors nothing public. */
function mirrors({ name, path, declaration, source }: Exported): { module: string; python: string } | undefined {
  if (path === 'src/stdlib/errno.ts' && /^E[A-Z]+$/.test(name)) return { module: 'errno', python: name };
  if (path === 'src/stdlib/socket.ts' && /^[A-Z_]+$/.test(name)) return { module: 'socket', python: name };
  const isError =
    path === 'src/python/errors.ts' && /^[A-Z][a-z].*(Error|Exception|Exit|Interrupt|Iteration)$/.test(name);
  const full =
    tagsIn(commentBefore(source, declaration.start))[0] ??
    registrations(source).get(name)?.name ??
    (isError ? `builtins.${name}` : undefined);
  if (full === undefined || PARTS.test(name)) return undefined;
  const at = full.lastIndexOf('.');
  const [own, python] = [full.slice(0, at), full.slice(at + 1)];
  const module = HANDED_ON.find(([pattern]) => pattern.test(own))?.[1] ?? own;
  // A qualified name such as `logging.Logger.info` is a member, and comes with its class.
  const isMember = /(^|\.)[A-Z]\w*$/.test(module);
  const isPrivate = python.startsWith('_') && python !== '_exit';
  return isMember || isPrivate || NO_SUB_PATH.test(module) ? undefined : { module, python };
}

const subPaths = filesUnder('src/modules', /\.ts$/).map(readSource);
const moduleOf = ({ path }: Source): string => posix.basename(path, '.ts');

/** What a sub-path exports, by the names that the files of src/stdlib and src/werkzeug give it. */
const exportsOf = (subPath: Source): (string | undefined)[] =>
  subPath.nodes.flatMap(({ node }) =>
    node.type === 'ExportNamedDeclaration'
      ? (node['specifiers'] as Node[]).map((specifier) => nameOf(specifier['local']))
      : [],
  );

const wanted = new Map<string, Set<string>>();
for (const entry of sources.flatMap(exported)) {
  const mirrored = mirrors(entry);
  if (mirrored === undefined) continue;
  const { module } = mirrored;
  wanted.set(module, (wanted.get(module) ?? new Set()).add(entry.name));
}

describe('the sub-paths of the package', () => {
  test('are one for each mirrored module that has public names', () => {
    expect(wanted.size).toBeGreaterThan(30);
    expect(subPaths.map(moduleOf).toSorted()).toEqual([...wanted.keys()].toSorted());
  });

  test.each(subPaths.map((subPath) => [moduleOf(subPath), subPath] as const))(
    '%s exports every public name that is mirrored of it',
    (module, subPath) => {
      const given = new Set(exportsOf(subPath));
      expect([...(wanted.get(module) ?? [])].filter((name) => !given.has(name))).toEqual([]);
    },
  );

  test('are listed in package.json, with their types and their code', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, unknown> };
    const target = (path: string): unknown => ({
      types: `./dist/types/${path}.d.ts`,
      default: `./dist/lib/${path}.js`,
    });
    const modules = subPaths.map(moduleOf).map((module) => [`./${module}`, target(`modules/${module}`)] as const);
    const others = ['./element', './remark', './markdown-it'].map((name) => [name, expect.anything()] as const);
    expect(exports).toEqual({
      ...Object.fromEntries(others),
      '.': target('index'),
      './tooling': target('tooling'),
      './explain': target('explain'),
      ...Object.fromEntries(modules),
      './package.json': './package.json',
    });
  });
});
