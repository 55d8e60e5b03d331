/** The rules of the house, as far as a machine can see them. Each rule is also shown a sample that it must catch. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importCycles } from './support/import-cycles.ts';
import { MAX_COLUMNS, PUZZLING, puzzlingWords, wideComments } from './support/plain-words.ts';
import { filesUnder, parse, readSource, type Found, type Import, type Node, type Source } from './support/source.ts';

/** Folder → what it may import beside itself. `src` is the entries: index.ts, tooling.ts, explain.ts. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/kernel': [],
  'src/python': ['src/kernel'],
  'src/stdlib': ['src/kernel', 'src/python'],
  'src/werkzeug': ['src/kernel', 'src/python', 'src/stdlib'],
  'src/trace': ['src/kernel', 'src/python'],
  'src/modules': ['src/python', 'src/stdlib', 'src/werkzeug'],
  'src/explain': ['src/trace'],
  'src/machine': ['src/kernel', 'src/python', 'src/stdlib', 'src/werkzeug', 'src/trace', 'src/explain'],
  src: ['src/kernel', 'src/python', 'src/stdlib', 'src/werkzeug', 'src/trace', 'src/explain', 'src/machine'],
  'src/examples': ['src'],
  'src/lessons': ['src', 'src/machine', 'src/explain', 'src/examples'],
  'src/host': ['src', 'src/explain', 'src/examples'],
  'src/node': ['src', 'src/modules', 'src/examples', 'src/host'],
  'web/texts': [],
  'web/kit': ['web/texts'],
  'web/sandbox': ['src', 'src/modules', 'src/host', 'web/kit'],
  'web/session': [...['src', 'src/explain', 'src/lessons', 'src/host', 'web/texts', 'web/kit', 'web/sandbox']],
  'web/parts': ['src', 'src/explain', 'src/lessons', 'src/host', 'web/texts', 'web/kit', 'web/session'],
  'web/page': [
    ...['src', 'src/explain', 'src/examples', 'src/lessons', 'src/host'],
    ...['web/texts', 'web/kit', 'web/sandbox', 'web/session', 'web/parts'],
  ],
  'web/embed': ['src', 'src/host'],
  'web/embed/loader': ['src/examples', 'web/texts', 'web/kit', 'web/embed'],
  'web/embed/live': ['web/texts', 'web/kit', 'web/embed', 'web/embed/loader'],
  'web/embed/stage': [
    ...['src', 'src/explain', 'src/examples', 'src/lessons', 'src/host'],
    ...['web/texts', 'web/kit', 'web/sandbox', 'web/session', 'web/parts'],
    ...['web/page', 'web/embed'],
  ],
  'web/embed/engine': [
    ...['src', 'src/examples', 'src/host', 'web/texts', 'web/kit', 'web/sandbox', 'web/session', 'web/embed'],
    ...['web/embed/live', 'web/embed/stage'],
  ],
  'web/embed/plugins': ['src/examples'],
  'web/embed/frame': ['web/texts', 'web/session', 'web/embed', 'web/embed/loader', 'web/embed/live'],
  'web/article': [],
};

/** Imports nothing, and every folder of the table may import it. It has a tsconfig of its own beside it. */
const VOCABULARY = 'src/vocabulary.ts';
const VOCABULARY_CONFIG = 'src/tsconfig.vocabulary.json';

/** The folders of `src/kernel`, from the lowest. The files beside them belong to no layer. */
const KERNEL_LAYERS = ['sched', 'files', 'net', 'syscalls'];

/**
 * Mirrored modules reach the kernel by system calls only: from these folders `src/kernel` may be imported for its
 * types.
 */
const KERNEL_TYPES_ONLY = ['src/stdlib', 'src/werkzeug'];
const MAY_IMPORT_PACKAGES = ['web'];

const TOP_LEVEL =
  /^(src|web|test|public|index\.html|embed\.html|vite\.config\.ts|vitest\.config\.ts|package(-lock)?\.json|tsconfig(\.base)?\.json|(README|ARCHITECTURE|DIFFERENCES|CHANGELOG|CONTRIBUTING|SECURITY)(\.[a-zA-Z-]+)?\.md|LICENSE|knip\.json|\..+)$/;
const LEFT_BY_TOOLS = ['node_modules', 'dist', 'test-results', 'playwright-report', 'coverage'];

const DOC_TAGS = [
  ...['python', 'differs', 'internal', 'param', 'returns', 'throws', 'example', 'link', 'linkcode', 'see', 'default'],
  ...['deprecated', 'typeParam'],
];
const MAX_LINES = 400;

/** Where comments, texts and test names are in plain words: everywhere but in the list of the words to avoid. */
const IN_PLAIN_WORDS = /^(?!test\/support\/plain-words\.ts$)/;

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

interface Rule {
  /** A sentence that is true of a tidy project. */
  readonly says: string;
  /** Where it holds. */
  readonly at: RegExp;
  /** What is wrong in a file. */
  find(source: Source): Found[];
  /** Paths and texts that the rule must catch. */
  readonly catches: readonly (readonly [path: string, text: string])[];
  /** … and that it must let pass. */
  readonly passes?: readonly (readonly [path: string, text: string])[];
}

/** What machines are made of. The host, which runs them for a face, knows the time. */
const IN_SRC = /^src\/(?!(host|node)\/)/;
const IN_SRC_OR_WEB = /^(src|web)\//;
const EVERYWHERE = /./;

const isRelative = (specifier: string): boolean => specifier.startsWith('.');

/** The folder of the table a path belongs to: `src/werkzeug/sansio/http.ts` → `src/werkzeug`. */
function roomOf(path: string): string {
  if (path === VOCABULARY) return VOCABULARY;
  const [top = '', second = '', third = ''] = path.split('/');
  const inner = `${top}/${second}/${third}`;
  if (Object.hasOwn(MAY_IMPORT, inner)) return inner;
  const room = `${top}/${second}`;
  return third !== '' && (top === 'src' || Object.hasOwn(MAY_IMPORT, room)) ? room : top;
}

const targetRoom = (source: Source, { specifier }: Import): string =>
  roomOf(posix.join(posix.dirname(source.path), specifier.replace(/\?.*$/, '')));

/** The layer of a file of the kernel; -1 for a file beside the layers. */
const kernelLayer = (path: string): number =>
  path.startsWith('src/kernel/') ? KERNEL_LAYERS.indexOf(path.split('/')[2] ?? '') : -1;

function imports(source: Source, isWrong: (entry: Import) => boolean): Found[] {
  return source.imports
    .filter(isWrong)
    .map(({ node, specifier }) => ({ position: node.start, what: `imports ${specifier}` }));
}

function nodes(source: Source, isWrong: (node: Node, parent: Node | undefined) => boolean): Found[] {
  return source.nodes
    .filter(({ node, parent }) => isWrong(node, parent))
    .map(({ node }) => ({
      position: node.start,
      what: source.text.slice(node.start, node.start + 60).split('\n')[0] ?? '',
    }));
}

const name = (node: unknown): string => String((node as Node | undefined)?.['name']);

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

function unknownTags(source: Source): Found[] {
  return source.comments
    .filter(({ value }) => value.startsWith('*'))
    .flatMap(({ value, start }) =>
      [...value.replaceAll(/`[^`]*`/g, (code) => ' '.repeat(code.length)).matchAll(/(?<![\w/])@([a-zA-Z]+)(?![\w/-])/g)]
        .filter(([, tag = '']) => !DOC_TAGS.includes(tag))
        .map((match) => ({ position: start + 2 + match.index, what: match[0] })),
    );
}

function comments(source: Source, pattern: RegExp): Found[] {
  return source.comments
    .filter(({ value }) => pattern.test(value))
    .map(({ start, value }) => ({ position: start, what: value.trim().slice(0, 60) }));
}

function texts(source: Source, pattern: RegExp): Found[] {
  return [...source.text.matchAll(pattern)].map((match) => ({ position: match.index, what: match[0] }));
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

const rules: readonly Rule[] = [
  {
    says: 'each folder imports only what stands to its left',
    at: IN_SRC_OR_WEB,
    find: (source) =>
      imports(source, (entry) => {
        const from = roomOf(source.path);
        const to = targetRoom(source, entry);
        const isAllowed = to === from || to === VOCABULARY || MAY_IMPORT[from]?.includes(to) === true;
        return isRelative(entry.specifier) && !isAllowed;
      }),
    catches: [
      ['src/kernel/x.ts', `import { call } from '../python/libc.ts';`],
      ['src/werkzeug/serving.ts', `import type { Trace } from '../trace/recorder.ts';`],
      ['src/machine/x.ts', `import { Machine } from '../index.ts';`],
      ['web/parts/x.ts', `import type { Machine } from '../../src/machine/machine.ts';`],
      ['web/sandbox/x.ts', `import { Session } from '../session/session.ts';`],
      ['web/kit/x.ts', `import type { Machine } from '../../src/index.ts';`],
      ['web/session/x.ts', `import { TopBar } from '../page/top-bar.ts';`],
      ['src/stdlib/http/x.ts', `export * from '../../werkzeug/http.ts';`],
      ['src/kernel/x.ts', `const late = () => import('../machine/machine.ts');`],
      ['src/vocabulary.ts', `import type { Fd } from './kernel/types.ts';`],
    ],
    passes: [
      ['web/parts/x.ts', `import type { Machine } from '../../src/index.ts';`],
      ['src/kernel/x.ts', `import type { Order } from '../vocabulary.ts';`],
    ],
  },
  {
    says: 'a part of the page imports no other part',
    at: /^web\/parts\//,
    find: (source) =>
      imports(source, ({ specifier }) => {
        const [, , from] = source.path.split('/');
        const [top, room, to] = posix.join(posix.dirname(source.path), specifier).split('/');
        return isRelative(specifier) && top === 'web' && room === 'parts' && to !== from;
      }),
    catches: [['web/parts/steps/x.ts', `import { Timeline } from '../timeline/timeline.ts';`]],
    passes: [['web/parts/steps/x.ts', `import { StepList } from './step-list.ts';`]],
  },
  {
    says: 'each folder of the kernel imports only what stands before it',
    at: /^src\/kernel\//,
    find: (source) =>
      imports(source, ({ specifier }) => {
        const from = kernelLayer(source.path);
        return from >= 0 && kernelLayer(posix.join(posix.dirname(source.path), specifier)) > from;
      }),
    catches: [
      ['src/kernel/sched/x.ts', `import type { OpenFile } from '../files/open-file.ts';`],
      ['src/kernel/files/x.ts', `import { ANY_HOST } from '../net/address.ts';`],
      ['src/kernel/net/tcp/x.ts', `import { implementationOf } from '../../syscalls/table.ts';`],
    ],
    passes: [
      ['src/kernel/net/x.ts', `import { WaitQueue } from '../sched/wait-queue.ts';`],
      ['src/kernel/kernel.ts', `import { Network } from './net/network.ts';`],
    ],
  },
  {
    says: 'mirrored modules take only types from the kernel',
    at: new RegExp(`^(${KERNEL_TYPES_ONLY.join('|')})/`),
    find: (source) => imports(source, (entry) => targetRoom(source, entry) === 'src/kernel' && !entry.isTypeOnly),
    catches: [['src/stdlib/socket.ts', `import { Kernel, type Thread } from '../kernel/kernel.ts';`]],
    passes: [['src/stdlib/socket.ts', `import type { Fd } from '../kernel/types.ts';`]],
  },
  {
    says: 'npm packages and Node are imported by the page, src/node and the tests only',
    at: /^src\/(?!node\/)/,
    find: (source) =>
      imports(source, ({ specifier }) => !isRelative(specifier) && !MAY_IMPORT_PACKAGES.includes(roomOf(source.path))),
    catches: [
      ['src/machine/x.ts', `import { html } from 'lit';`],
      ['src/kernel/x.ts', `import { readFileSync } from 'node:fs';`],
    ],
  },
  {
    says: 'relative imports name the file with its ending',
    at: EVERYWHERE,
    find: (source) =>
      imports(
        source,
        ({ specifier }) => isRelative(specifier) && !/\.(ts|mjs|css|json|html|svg)(\?\w+)*$/.test(specifier),
      ),
    catches: [['src/kernel/x.ts', `import { fail } from './sys';`]],
    passes: [['web/x.ts', `import css from './styles/page.css?inline';`]],
  },
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
    says: 'doc comments use the known tags only',
    at: IN_SRC_OR_WEB,
    find: unknownTags,
    catches: [['src/stdlib/x.ts', `/** Waits. @pyhton time.sleep */\nexport const x = 1;`]],
    passes: [
      [
        'src/stdlib/x.ts',
        `/** Waits, unlike \`@wait\` of @xterm/xterm or a@b.org. @python time.sleep */\nexport const x = 1;`,
      ],
    ],
  },
  {
    says: '@python names a module and a qualified name, @differs gives a reason',
    at: IN_SRC_OR_WEB,
    find: (source) => [
      ...comments(source, /@python(?!\s+[a-z_]\w*(\.(\w+|<locals>))+)/),
      ...comments(source, /@differs\s*(\*|@|$)/),
    ],
    catches: [
      ['src/stdlib/x.ts', `/** Waits. @python */`],
      ['src/stdlib/x.ts', `/** Waits. @python serve_forever */`],
      ['src/stdlib/x.ts', `/** Waits. @differs */`],
    ],
    passes: [['src/stdlib/x.ts', `/** @python werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.write */`]],
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
  {
    says: 'nothing is left to do',
    at: EVERYWHERE,
    find: (source) => comments(source, /\b(TODO|FIXME|XXX|HACK)\b/),
    catches: [['src/kernel/x.ts', `// TODO: close it\nexport const x = 1;`]],
  },
  {
    says: 'comments, texts and test names are in plain words',
    at: IN_PLAIN_WORDS,
    find: puzzlingWords,
    catches: PUZZLING.flatMap(([, sample]): (readonly [string, string])[] => [
      ['src/kernel/x.ts', `/** Says ${sample}. */\nexport const x = 1;`],
      ['src/machine/x.ts', `export const x = 'a text: ${sample}';`],
    ]),
    passes: [
      [
        'src/kernel/x.ts',
        `/** A replay cannot wait forever for an input from outside. */\nexport const x = 'it is idle';`,
      ],
    ],
  },
  {
    says: `no comment is wider than ${MAX_COLUMNS} columns`,
    at: IN_PLAIN_WORDS,
    find: wideComments,
    catches: [['src/kernel/x.ts', `/** ${'word '.repeat(30)}*/\nexport const x = 1;`]],
    passes: [['src/kernel/x.ts', `/** ${'word '.repeat(22)}*/\nexport const x = 1;`]],
  },
  {
    says: "no path of one person's machine is written down",
    at: EVERYWHERE,
    find: (source) => texts(source, /(?<=['"`(\s])\/(work|farm|root|home|Users)\/[a-z]\w*/g),
    catches: [['test/x.ts', ['const x = "', 'work', 'main";'].join('/')]],
    passes: [['test/x.ts', `const x = './work/main';`]],
  },
];

const sources = ['src', 'web', 'test']
  .flatMap((folder) => filesUnder(folder, /\.(ts|mjs)$/))
  .concat('vite.config.ts')
  .map(readSource);

const violations = (rule: Rule, source: Source): string[] =>
  rule.at.test(source.path)
    ? rule.find(source).map(({ position, what }) => `${source.path}:${source.line(position)}: ${what}`)
    : [];

const bySentence = rules.map((rule) => [rule.says, rule] as const);

describe('the house rules', () => {
  test.each(bySentence)('%s', (_says, rule) => {
    expect(sources.flatMap((source) => violations(rule, source))).toEqual([]);
  });
});

describe('the rules see', () => {
  test.each(bySentence)('when it is not so that %s', (_says, rule) => {
    const caught = rule.catches.filter(([path, text]) => violations(rule, parse(path, text)).length > 0);
    expect(caught).toEqual(rule.catches);
    const wronglyCaught = (rule.passes ?? []).flatMap(([path, text]) => violations(rule, parse(path, text)));
    expect(wronglyCaught).toEqual([]);
  });
});

interface TypeScriptConfig {
  readonly compilerOptions?: { readonly lib?: readonly string[]; readonly types?: readonly string[] };
  readonly references?: readonly { readonly path: string }[];
}

const readConfig = (path: string): TypeScriptConfig => JSON.parse(readFileSync(path, 'utf8')) as TypeScriptConfig;

const references = (folder: string): string[] =>
  (readConfig(`${folder}/tsconfig.json`).references ?? []).map(({ path }) => posix.join(folder, path)).toSorted();

describe('the compiler is told the same', () => {
  test.each(Object.entries(MAY_IMPORT))(
    '%s/tsconfig.json references exactly what the folder may import',
    (folder, allowed) => {
      expect(references(folder)).toEqual([...allowed, VOCABULARY_CONFIG].toSorted());
    },
  );

  test('the rooms of src know neither browser nor Node', () => {
    const { compilerOptions } = readConfig('tsconfig.base.json');
    expect(compilerOptions?.lib).toEqual(['es2023']);
    expect(compilerOptions?.types).toEqual([]);
    for (const folder of Object.keys(MAY_IMPORT).filter((room) => room.startsWith('src') && room !== 'src/node')) {
      const own = readConfig(`${folder}/tsconfig.json`).compilerOptions;
      expect([own?.lib, own?.types], folder).toEqual([undefined, undefined]);
    }
  });

  test('tsconfig.json lists every folder of the table and the tests, and compiles nothing itself', () => {
    const { references: listed = [], ...rest } = readConfig('tsconfig.json');
    expect(listed.map(({ path }) => path).toSorted()).toEqual(
      [...Object.keys(MAY_IMPORT), 'test', VOCABULARY_CONFIG].toSorted(),
    );
    expect(rest).toEqual({ files: [] });
  });

  test.each(['src', 'web'])('every folder of %s is in the table', (top) => {
    const folders = readdirSync(top, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name: folder } of folders) expect(Object.keys(MAY_IMPORT)).toContain(`${top}/${folder}`);
  });

  test('what a face knows of its machine is compiled without a document, and the texts without a browser', () => {
    expect(readConfig('web/session/tsconfig.json').compilerOptions?.lib).toEqual([
      ...['es2023', 'webworker', 'webworker.iterable'],
    ]);
    expect(readConfig('web/texts/tsconfig.json').compilerOptions?.lib).toBeUndefined();
  });
});

describe('imports', () => {
  test('have no cycle among the files of src and web, types included', () => {
    expect(importCycles(sources.filter(({ path }) => IN_SRC_OR_WEB.test(path)))).toEqual([]);
  });

  test('would be found in a cycle, through a type and across folders', () => {
    const samples = [
      parse('src/kernel/a.ts', `import type { B } from './net/b.ts';\nexport type A = B;`),
      parse('src/kernel/net/b.ts', `export { type C as B } from '../c.ts';`),
      parse('src/kernel/c.ts', `export type C = import('./a.ts').A;`),
      parse('src/kernel/d.ts', `import type { A } from './a.ts';\nexport type D = A;`),
    ];
    expect(importCycles(samples)).toEqual([['src/kernel/a.ts', 'src/kernel/c.ts', 'src/kernel/net/b.ts']]);
  });
});

const strangers = (names: readonly string[]): string[] =>
  names.filter((entry) => !TOP_LEVEL.test(entry) && !LEFT_BY_TOOLS.includes(entry));

describe('the top level', () => {
  test('holds only what the house allows', () => {
    expect(strangers(readdirSync('.'))).toEqual([]);
  });

  test('would notice a folder that does not belong there', () => {
    expect(strangers(['src', 'lib', 'README.md', 'notes.md', 'node_modules'])).toEqual(['lib', 'notes.md']);
  });
});

test('package.json has the scripts that others rely on', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const names = ['start', 'dev', 'build', 'test', 'test:unit', 'test:e2e', 'oracle', 'bench', 'size', 'lint', 'format'];
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(names));
});

test('the programs that scripts name are there', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const programs = Object.values(scripts).flatMap(
    (script) => script.match(/\b(test|src)\/[\w/.-]+\.(ts|mjs|json)\b/g) ?? [],
  );
  expect(programs).not.toHaveLength(0);
  expect(programs.filter((program) => !existsSync(program))).toEqual([]);
});

interface Lock {
  readonly packages: Record<string, { readonly optionalDependencies?: Record<string, string> }>;
}

// A registry that does not serve every platform makes `npm install` drop the others, and then `npm ci` fails
// everywhere.
test('the lock file lists the programs of the tools for every platform, not only for the one it was made on', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  expect(wanted).not.toHaveLength(0);
  expect(wanted.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
});
