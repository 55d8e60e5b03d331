/** How the code is written. */
import type { Found, Node, Source } from '../support/source.ts';
import { EVERYWHERE, IN_SRC, IN_SRC_OR_WEB, name, nodes } from './rule.ts';
import type { Rule } from './rule.ts';

const MAX_LINES = 400;

/**
 * Names of the engine, the browser and Node that no machine may know: time, chance and waiting come from the scenario.
 */
const FORBIDDEN_GLOBALS = [
  ...['Date', 'Promise', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'fetch'],
  ...['window', 'document', 'navigator', 'localStorage', 'postMessage', 'Worker', 'process', 'Buffer', 'require'],
  ...['structuredClone', 'crypto', 'console', 'Intl', 'WeakRef', 'FinalizationRegistry'],
];
/** What the rooms may take from globalThis, because the language library alone does not declare it. */
const ALLOWED_OF_GLOBAL_THIS = /TextEncoder|TextDecoder/;
/**
 * The class registry, whether its classes are wrapped for the trace, and the variable that names the running machine.
 */
const MAY_HOLD_STATE = ['src/python/classes.ts', 'src/trace/wrap.ts', 'src/kernel/running.ts'];

/** True for a name that stands for a variable: not for the `x` of `a.x`, `{ x: 1 }` or a member's own name. */
function isVariable(node: Node, parent: Node | undefined): boolean {
  if (node.type !== 'Identifier' || parent === undefined || parent['computed'] === true)
    return node.type === 'Identifier';
  if (parent.type === 'MemberExpression') return parent['property'] !== node;
  return parent['key'] !== node || parent['shorthand'] === true;
}

/**
 * Names that the file declares itself, and so does not take from outside: parameters, variables, imports, classes,
 * types.
 */
function declaredNames(source: Source): Set<string> {
  const declared = new Set<string>();
  for (const { node } of source.nodes) {
    const own = [node['id'], node['local'], ...((node['params'] as unknown[] | undefined) ?? [])];
    if (node.type === 'Property') own.push(node['value']);
    for (const entry of own) if ((entry as Node | undefined)?.type === 'Identifier') declared.add(name(entry));
  }
  return declared;
}

function forbiddenGlobals(source: Source): Found[] {
  const declared = declaredNames(source);
  const forbidden = new Set(FORBIDDEN_GLOBALS.filter((global) => !declared.has(global)));
  return nodes(
    source,
    (node, parent) =>
      (isVariable(node, parent) && forbidden.has(name(node))) ||
      (isVariable(node, parent) &&
        name(node) === 'globalThis' &&
        !ALLOWED_OF_GLOBAL_THIS.test(source.text.slice(node.start, node.start + 200))) ||
      node.type === 'AwaitExpression' ||
      node['async'] === true ||
      (node.type === 'MemberExpression' && name(node['object']) === 'Math' && name(node['property']) === 'random'),
  );
}

/** Lines that hold more than blanks and comments. */
function codeLines({ text, comments: all }: Source): number {
  let code = text;
  for (const { start, end } of all)
    code = code.slice(0, start) + code.slice(start, end).replaceAll(/[^\n]/g, ' ') + code.slice(end);
  return code.split('\n').filter((line) => line.trim() !== '').length;
}

/** True for a class without a static member `name`. */
function isNamelessClass({ type, body }: Node): boolean {
  if (type !== 'ClassDeclaration' && type !== 'ClassExpression') return false;
  const members = (body as Node)['body'] as readonly Node[];
  return !members.some((member) => member['static'] === true && name(member['key']) === 'name');
}

function isDroppedRegistration({ type, expression }: Node): boolean {
  const call = type === 'ExpressionStatement' ? (expression as Node) : undefined;
  return call?.type === 'CallExpression' && name(call['callee']) === 'registerClass';
}

const isTestCall = (node: Node): boolean => {
  const callee = node.type === 'CallExpression' ? (node['callee'] as Node) : undefined;
  return (
    callee?.type === 'MemberExpression' &&
    /^(test|it|describe)$/.test(name(callee['object'])) &&
    /^(skip|only|todo|fixme|fails|skipIf|runIf)$/.test(name(callee['property']))
  );
};

export const codeRules: readonly Rule[] = [
  {
    says: 'nothing in src knows the time, chance, promises, the browser or Node',
    at: IN_SRC,
    find: forbiddenGlobals,
    catches: [
      ['src/kernel/x.ts', `export const now = () => Date.now();`],
      ['src/kernel/x.ts', `export const chance = () => Math.random();`],
      ['src/kernel/x.ts', `export const later = (f: () => void) => setTimeout(f, 1);`],
      ['src/python/x.ts', `export const done: Promise<void> | undefined = undefined;`],
      ['src/python/x.ts', `export async function f() { return 1; }`],
      ['src/stdlib/x.ts', `export const pid = process.pid;`],
      ['src/stdlib/x.ts', `export const bytes = Buffer.from('x');`],
      ['src/machine/x.ts', `export const title = (globalThis as unknown as Page).document;`],
    ],
    passes: [
      ['src/kernel/x.ts', `export const pid = (process: { pid: number }) => process.pid;`],
      ['src/stdlib/x.ts', `export const header = { Date: 1 }.Date;`],
    ],
  },
  {
    says: 'no module of src holds state but the class registry and the name of the running machine',
    at: IN_SRC,
    find: (source) =>
      MAY_HOLD_STATE.includes(source.path)
        ? []
        : nodes(
            source,
            (node, parent) =>
              node.type === 'VariableDeclaration' &&
              node['kind'] !== 'const' &&
              (parent?.type === 'Program' || parent?.type === 'ExportNamedDeclaration'),
          ),
    catches: [['src/kernel/x.ts', `let count = 0;\nexport const next = () => count++;`]],
    passes: [
      ['src/kernel/x.ts', `export function sum(n: number[]) { let all = 0; for (const x of n) all += x; return all; }`],
    ],
  },
  {
    says: `no file has more than ${MAX_LINES} lines of code`,
    at: IN_SRC_OR_WEB,
    find: (source) => {
      const lines = codeLines(source);
      return lines > MAX_LINES ? [{ position: source.text.length, what: `${lines} lines of code` }] : [];
    },
    catches: [['web/x.ts', 'f();\n'.repeat(MAX_LINES + 1)]],
    passes: [['web/x.ts', `${'f(); // line\n'.repeat(MAX_LINES)}// line\n/* and\n\nmore */\n`]],
  },
  {
    says: 'there is no default export but where a tool demands it',
    at: /^(?!.*[./]config\.m?[jt]s$|test\/e2e\/site\.ts$|.*\.d\.ts$)/,
    find: (source) =>
      nodes(
        source,
        (node) =>
          node.type === 'ExportDefaultDeclaration' ||
          (node.type === 'ExportSpecifier' && name(node['exported']) === 'default'),
      ),
    catches: [
      ['web/x.ts', `export default 1;`],
      ['web/x.ts', `const x = 1; export { x as default };`],
    ],
  },
  {
    says: 'there is no enum, namespace, decorator or parameter property',
    at: EVERYWHERE,
    find: (source) =>
      nodes(
        source,
        (node) =>
          ['TSEnumDeclaration', 'TSParameterProperty', 'Decorator'].includes(node.type) ||
          (node.type === 'TSModuleDeclaration' && node['kind'] !== 'global' && node['declare'] !== true),
      ),
    catches: [
      ['src/kernel/x.ts', `export enum State { open }`],
      ['src/kernel/x.ts', `export class A { constructor(readonly a: number) {} }`],
      ['src/kernel/x.ts', `@traced export class A {}`],
      ['src/kernel/x.ts', `export namespace N { export const a = 1; }`],
    ],
  },
  {
    says: 'no template of the page has a style attribute: the policy forbids it, the property `.style=` is allowed',
    at: /^web\//,
    find: (source) =>
      [...source.text.matchAll(/[\s"']style=(?=["'$])/g)].map(({ index }) => ({
        position: index,
        what: source.text.slice(index, index + 40).trim(),
      })),
    catches: [
      ['web/x.ts', 'html`<i style="left: 1px"></i>`'],
      ['web/x.ts', 'html`<i class="a" style=${left}></i>`'],
    ],
    passes: [['web/x.ts', 'html`<i .style=${left}></i>`']],
  },
  {
    says: 'classes that the trace can show have their name as data, which no minifier changes',
    at: /^src\/(python|stdlib|werkzeug|machine\/setup)\//,
    find: (source) => nodes(source, isNamelessClass),
    catches: [
      ['src/python/x.ts', 'export class KeyError extends LookupError {}'],
      ['src/stdlib/x.ts', 'const Lock = class { name = 1; };'],
    ],
    passes: [
      ['src/python/x.ts', "class KeyError extends LookupError { static override readonly name: string = 'KeyError'; }"],
    ],
  },
  {
    says: 'what registerClass returns is used: a bundler drops the call otherwise',
    at: EVERYWHERE,
    find: (source) => nodes(source, isDroppedRegistration),
    catches: [['test/x.ts', "registerClass('apps', 'Echo', Echo);"]],
    passes: [['test/x.ts', "class Echo { static readonly name: string = registerClass('apps', 'Echo', Echo); }"]],
  },
  {
    says: 'every test runs',
    at: /^test\//,
    find: (source) => nodes(source, isTestCall),
    catches: [
      ['test/x.test.ts', `test.skip('it works', () => {});`],
      ['test/x.test.ts', `describe.only('it', () => {});`],
    ],
    passes: [['test/x.test.ts', `test.each([1])('%s', () => {});`]],
  },
];
