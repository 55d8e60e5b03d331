/** Source files for the house rules: parsed once, with their imports, comments and nodes. */
import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'vite';

/** A node of the syntax tree: its type, its position, and its other members. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

export interface Import {
  /** `./x.ts`, `lit`. */
  readonly specifier: string;
  /** Whether nothing of it is left at run time. */
  readonly isTypeOnly: boolean;
  readonly node: Node;
}

/** One file, as it stands on disk or as a sample. */
export interface Source {
  /** From the top of the project, with slashes: `src/kernel/kernel.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly comments: readonly { readonly value: string; readonly start: number; readonly end: number }[];
  readonly nodes: readonly { readonly node: Node; readonly parent: Node | undefined }[];
  /** `12`: the line of a position. */
  line(position: number): number;
}

/** A place in a file that breaks a rule, and what stands there. */
export interface Found {
  readonly position: number;
  readonly what: string;
}

/** Every file under `folder` whose name has this ending, except files of tools. */
export function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => posix.join(entry.parentPath.replaceAll('\\', '/'), entry.name))
    .toSorted();
}

export const readSource = (path: string): Source => parse(path, readFileSync(path, 'utf8'));

/** Parses a text as if it were the file `path`. */
export function parse(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new SyntaxError(`${path}: ${errors[0].message}`);
  const nodes = [...walk(program as unknown as Node, undefined)];
  const line = (position: number): number => text.slice(0, position).split('\n').length;
  return { path, text, comments, nodes, imports: nodes.flatMap(({ node }) => importOf(node)), line };
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function* walk(node: Node, parent: Node | undefined): Generator<{ node: Node; parent: Node | undefined }> {
  yield { node, parent };
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) yield* walk(child, node);
    }
  }
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

function importOf(node: Node): Import[] {
  if (!IMPORTING.has(node.type) || !isNode(node['source'])) return [];
  const specifier = String(node['source']['value']);
  const names = Array.isArray(node['specifiers']) ? (node['specifiers'] as Node[]) : [];
  const isTypeOnly =
    node.type === 'TSImportType' ||
    node['importKind'] === 'type' ||
    node['exportKind'] === 'type' ||
    (names.length > 0 && names.every((name) => name['importKind'] === 'type' || name['exportKind'] === 'type'));
  return [{ specifier, isTypeOnly, node }];
}
