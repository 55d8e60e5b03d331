/**
 * Splits a module in two: what the first part of the worker's program needs, and what may come later. The early half
 * has stand-ins for what is missing (web/sandbox/late.ts); the late half imports the rest from the early one.
 *
 * Only whole functions move, and whole methods of classes: a function by itself, together with all that only such
 * functions use. A module stays what it is for its importers.
 */
import { parseAst } from 'vite';

/** As far as it is looked at. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A function that can be moved by itself, and where its body is. */
export interface Candidate {
  /** `name`, or `Class.member`: accessors of one name are one. */
  readonly name: string;
  readonly node: Node;
  readonly body: Node;
  readonly member: { readonly of: Node; readonly key: string; readonly isStatic: boolean } | undefined;
}

/** Functions shorter than that take as much room as their stand-ins. */
const LEAST_LENGTH = { function: 100, member: 60 } as const;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

function* childrenOf(node: Node): Generator<readonly [key: string, child: Node]> {
  for (const [key, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) yield [key, child];
  }
}

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const [, child] of childrenOf(node)) yield* nodesOf(child);
}

/** Names of variables that a node mentions, its own included: more than it needs, where a variable hides another. */
function mentioned(node: Node, without: ReadonlySet<Node> = new Set(), found = new Set<string>()): Set<string> {
  if (without.has(node)) return found;
  if (node.type === 'Identifier') found.add(nameOf(node));
  for (const [key, child] of childrenOf(node)) {
    const isName = key === 'property' || key === 'key';
    if (!isName || node['computed'] === true) mentioned(child, without, found);
  }
  return found;
}

/** The variables that a node assigns to. */
const assigned = (node: Node): Set<string> =>
  new Set(
    [...nodesOf(node)].flatMap((inner) => {
      const target = inner.type === 'AssignmentExpression' ? inner['left'] : inner['argument'];
      const assigns = inner.type === 'AssignmentExpression' || inner.type === 'UpdateExpression';
      return assigns && isNode(target) ? [...mentioned(target)] : [];
    }),
  );

/** A declaration at the top level, with the names that it declares. */
interface Declaration {
  readonly statement: Node;
  readonly node: Node;
  readonly names: readonly string[];
  readonly isExported: boolean;
}

function declarationsOf(program: Node): Declaration[] {
  return (program['body'] as Node[]).flatMap((statement) => {
    const isExported = statement.type === 'ExportNamedDeclaration' && isNode(statement['declaration']);
    const node = isExported ? (statement['declaration'] as Node) : statement;
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
      return [{ statement, node, names: [nameOf(node['id'])], isExported }];
    }
    if (node.type !== 'VariableDeclaration') return [];
    const names = (node['declarations'] as Node[]).flatMap(({ id }) => [...mentioned(id as Node)]);
    return [{ statement, node, names, isExported }];
  });
}

const nameOf = (id: unknown): string => (id as { readonly name: string }).name;

/** The function that a declaration is. */
function functionOf({ node }: Declaration): Node | undefined {
  if (node.type === 'FunctionDeclaration') return node;
  if (node.type !== 'VariableDeclaration' || node['kind'] !== 'const') return undefined;
  const [{ init } = { init: undefined }, ...others] = node['declarations'] as { readonly init?: Node }[];
  const isFunction = init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression';
  return isFunction && others.length === 0 ? init : undefined;
}

/** All functions of a module that could be moved. */
export function candidatesOf(code: string): Candidate[] {
  return candidates(declarationsOf(parseAst(code) as unknown as Node));
}

function candidates(declarations: readonly Declaration[]): Candidate[] {
  return declarations.flatMap((declaration): Candidate[] => {
    const made = functionOf(declaration);
    const [name = ''] = declaration.names;
    if (made !== undefined) {
      return [{ name, node: declaration.statement, body: made['body'] as Node, member: undefined }];
    }
    return declaration.node.type === 'ClassDeclaration' ? membersOf(name, declaration.node) : [];
  });
}

function membersOf(name: string, of: Node): Candidate[] {
  return ((of['body'] as Node)['body'] as Node[]).flatMap((node) => {
    const key = node['key'] as Node | undefined;
    const isNamed = node['computed'] === false && key?.type === 'Identifier' && node['kind'] !== 'constructor';
    if (node.type !== 'MethodDefinition' || !isNamed) return [];
    const member = { of, key: nameOf(key), isStatic: node['static'] === true };
    const body = (node['value'] as Node)['body'] as Node;
    return [{ name: `${name}.${member.isStatic ? 'static ' : ''}${member.key}`, node, body, member }];
  });
}

/** What belongs to its class: it cannot be written elsewhere. */
const isBound = (node: Node): boolean =>
  [...nodesOf(node)].some(({ type }) => type === 'Super' || type === 'PrivateIdentifier');

export interface Halves {
  readonly early: string;
  readonly late: string;
}

export interface Split {
  /** The number of the late half in the program. */
  readonly number: number;
  /** Where the late half finds the early one. */
  readonly early: string;
  /** Names a module that this one imports in full. */
  readonly resolve: (specifier: string) => string;
  /** Where the functions of stand-ins are. */
  readonly helper: string;
  readonly isLate: (candidate: string) => boolean;
}

/** The two halves of a module; undefined if nothing of it can be moved. */
export function splitModule(code: string, split: Split): Halves | undefined {
  const program = parseAst(code) as unknown as Node;
  const declarations = declarationsOf(program);
  const eager = calledEagerly(program, declarations);
  const chosen = candidates(declarations).filter(
    (candidate) => !eager.has(candidate.name) && canMove(candidate, declarations, split),
  );
  if (chosen.length === 0) return undefined;
  const methods = chosen.filter(({ member }) => member !== undefined);
  const functions = chosen.filter(({ member }) => member === undefined);
  const moved: Moved = {
    statements: new Set(functions.map(({ node }) => node)),
    members: new Set(methods.map(({ node }) => node)),
  };
  for (let more = usedByMovedOnly(program, declarations, moved); more.length > 0;) {
    for (const { statement } of more) moved.statements.add(statement);
    more = usedByMovedOnly(program, declarations, moved);
  }
  const whole = new Set(
    declarations.filter(({ statement }) => moved.statements.has(statement)).map(({ node }) => node),
  );
  const members = methods.filter(({ member }) => member !== undefined && !whole.has(member.of));
  const usedEarly = mentionedIn(keptOf(program, moved), moved);
  const usedLate = mentionedIn([...moved.statements, ...moved.members]);
  const exported = new Set(declarations.flatMap(({ isExported, names }) => (isExported ? names : [])));
  const parts: Parts = {
    program,
    declarations: declarations.map((declaration) => ({
      ...declaration,
      isLate: moved.statements.has(declaration.statement),
    })),
    moved,
    members,
    standIns: functions.map(({ name }) => name).filter((name) => usedEarly.has(name) || exported.has(name)),
    exported,
    usedLate,
  };
  return { early: earlyHalf(code, split, parts), late: lateHalf(code, split, parts) };
}

interface Moved {
  readonly statements: Set<Node>;
  readonly members: ReadonlySet<Node>;
}

interface Parts {
  readonly program: Node;
  readonly declarations: readonly (Declaration & { readonly isLate: boolean })[];
  readonly moved: Moved;
  readonly members: readonly Candidate[];
  /** Moved functions that others use. */
  readonly standIns: readonly string[];
  readonly exported: ReadonlySet<string>;
  readonly usedLate: ReadonlySet<string>;
}

function canMove({ name, node, member }: Candidate, declarations: readonly Declaration[], split: Split): boolean {
  const least = member === undefined ? LEAST_LENGTH.function : LEAST_LENGTH.member;
  if (!split.isLate(name) || node.end - node.start < least || isBound(node)) return false;
  // What a module imports cannot be assigned to.
  const variables = assigned(node);
  return !declarations.some(({ names }) => names.some((variable) => variables.has(variable)));
}

/**
 * Functions that a module calls while it is loaded, and those that they mention. A bundler may have left out such a
 * call where functions were counted.
 */
function calledEagerly(program: Node, declarations: readonly Declaration[]): ReadonlySet<string> {
  const called = new Set((program['body'] as Node[]).flatMap((statement) => [...eagerCallees(statement)]));
  for (const name of called) {
    const found = declarations.find((declaration) => declaration.names.includes(name) && functionOf(declaration));
    if (found !== undefined) for (const other of mentioned(found.node)) called.add(other);
  }
  return called;
}

function* eagerCallees(node: Node): Generator<string> {
  if (/Function|^MethodDefinition$/.test(node.type)) return;
  const callee = node['callee'];
  if (isNode(callee) && callee.type === 'Identifier') yield nameOf(callee);
  for (const [, child] of childrenOf(node)) yield* eagerCallees(child);
}

const keptOf = (program: Node, { statements }: Moved): Node[] =>
  (program['body'] as Node[]).filter((statement) => !statements.has(statement));

const mentionedIn = (nodes: readonly Node[], moved?: Moved): Set<string> =>
  new Set(nodes.flatMap((node) => [...mentioned(node, moved?.members)]));

/** Declarations that nothing but moved code mentions. */
function usedByMovedOnly(program: Node, declarations: readonly Declaration[], moved: Moved): Declaration[] {
  const kept = keptOf(program, moved).map((node) => ({ node, names: mentioned(node, moved.members) }));
  const usedLate = mentionedIn([...moved.statements, ...moved.members]);
  return declarations.filter(({ statement, names, isExported }) => {
    if (isExported || moved.statements.has(statement) || !names.some((name) => usedLate.has(name))) return false;
    return !kept.some(({ node, names: used }) => node !== statement && names.some((name) => used.has(name)));
  });
}

/** Names of a split's own: its early half may be split again. */
const namesOf = ({ number }: Split) => ({
  absent: `$absent${number}`,
  absentMembers: `$absentMembers${number}`,
  hidden: (name: string): string => `$${number}${name}`,
});

function earlyHalf(code: string, split: Split, parts: Parts): string {
  const { moved, members, standIns, exported } = parts;
  const { absent, absentMembers, hidden } = namesOf(split);
  const edits = [...moved.statements, ...members.map(({ node }) => node)].map(({ start, end }) => ({
    start,
    end,
    text: '',
  }));
  for (const [at, of] of classesOf(members).entries()) {
    const own = members.flatMap(({ member }) => (member?.of === of ? [member] : []));
    const names = [false, true].map((isStatic) =>
      own.filter((member) => member.isStatic === isStatic).map(({ key }) => key),
    );
    const texts = names
      .map((keys) => JSON.stringify([...new Set(keys)].join(' ')))
      .filter((text, index) => index === 0 || text !== '""');
    const { start } = of['body'] as Node;
    // Before all else in the class: static members may put something else in the place of a method.
    const text = ` static { ${absentMembers}(this, ${split.number}, ${standIns.length + at}, ${texts.join(', ')}); }`;
    edits.push({ start: start + 1, end: start + 1, text });
  }
  const hiding = sharedBy(parts)
    .filter((name) => !exported.has(name))
    .map((name) => `${name} as ${hidden(name)}`);
  return [
    `import { absent as ${absent}, absentMembers as ${absentMembers} } from ${JSON.stringify(split.helper)};`,
    ...standIns.map(
      (name, at) => `let ${name} = /*#__PURE__*/ ${absent}(${split.number}, ${at}, (real) => { ${name} = real; });`,
    ),
    edited(code, edits),
    `export { ${[...standIns.filter((name) => exported.has(name)), ...hiding].join(', ')} };`,
  ].join('\n');
}

const classesOf = (members: readonly Candidate[]): Node[] => [
  ...new Set(members.flatMap(({ member }) => (member === undefined ? [] : [member.of]))),
];

/** What the late half uses of the early one. */
const sharedBy = ({ declarations, usedLate }: Parts): string[] =>
  declarations.flatMap(({ isLate, names }) => (isLate ? [] : names)).filter((name) => usedLate.has(name));

/** Exports, as `$late`, what stands at the indexes of the early half. */
function lateHalf(code: string, split: Split, parts: Parts): string {
  const { program, declarations, members, standIns, exported, usedLate } = parts;
  const imports = (program['body'] as Node[])
    .filter(({ type }) => type === 'ImportDeclaration')
    .flatMap((node) => importsOf(node, split.resolve, usedLate));
  const shared = sharedBy(parts).map((name) =>
    exported.has(name) ? name : `${namesOf(split).hidden(name)} as ${name}`,
  );
  const classes = classesOf(members).map((of) => {
    const own = members.filter(({ member }) => member?.of === of);
    return `class { ${own.map(({ node }) => code.slice(node.start, node.end)).join('\n')} }`;
  });
  return [
    ...imports,
    `import { ${shared.join(', ')} } from ${JSON.stringify(split.early)};`,
    ...declarations.filter(({ isLate }) => isLate).map(({ node }) => code.slice(node.start, node.end)),
    `export const $late = [${[...standIns, ...classes].join(', ')}];`,
  ].join('\n');
}

/** The imports of a declaration that are used, of a module named in full. */
function importsOf(node: Node, resolve: Split['resolve'], used: ReadonlySet<string>): string[] {
  const from = JSON.stringify(resolve((node['source'] as { readonly value: string } & Node).value));
  return (node['specifiers'] as Node[])
    .filter(({ local }) => used.has(nameOf(local)))
    .map(({ type, local, imported }) => {
      if (type === 'ImportNamespaceSpecifier') return `import * as ${nameOf(local)} from ${from};`;
      return `import { ${nameOf(imported)} as ${nameOf(local)} } from ${from};`;
    });
}

function edited(
  code: string,
  edits: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): string {
  let text = '';
  let from = 0;
  for (const edit of edits.toSorted((one, other) => one.start - other.start)) {
    text += code.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return text + code.slice(from);
}
