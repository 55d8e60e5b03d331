/** The package as a user gets it: what `npm run build` wrote, packed, unpacked elsewhere and imported by its name. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linksIn } from '../support/documents.ts';

interface Manifest {
  readonly exports: Record<string, string | Record<string, string>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const consumer = mkdtempSync(join(tmpdir(), 'glaswerk-consumer-'));
const home = join(consumer, 'node_modules/glaswerk');
/** What a user imports: `glaswerk`, `glaswerk/http.server`, … */
const entries = Object.keys(manifest.exports)
  .filter((name) => name !== './package.json')
  .map((name) => name.replace(/^\./, 'glaswerk'));
let packed: string[] = [];
let tarballPath = '';

/** Runs a program that imports the package; answers what it prints. */
function run(file: string, program: string): string {
  writeFileSync(join(consumer, file), program);
  return execFileSync(process.execPath, [file], {
    cwd: consumer,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Compiles TypeScript as a user does. Throws what the compiler complains about. */
function compile(text: string, options: Readonly<Record<string, unknown>>, file = 'use.ts'): void {
  writeFileSync(join(consumer, file), text);
  const compilerOptions = { target: 'es2023', lib: ['es2023'], types: [], strict: true, noEmit: true, ...options };
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
  execFileSync(resolve('node_modules/.bin/tsc'), ['-p', consumer], { encoding: 'utf8' });
}

/** Gives the user packages that hold types, and are installed here. */
function giveTypes(...names: readonly string[]): void {
  mkdirSync(join(consumer, 'node_modules/@types'), { recursive: true });
  for (const name of names)
    cpSync(join('node_modules', name), join(consumer, 'node_modules', name), { recursive: true });
}

beforeAll(() => {
  const report = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', consumer], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [tarball] = tarballs(JSON.parse(report));
  if (tarball === undefined) throw new Error(`npm pack packed nothing: ${report}`);
  packed = tarball.files.map((file) => file.path);
  tarballPath = join(consumer, tarball.filename);
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xzf', tarballPath, '-C', home, '--strip-components=1']);
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module", "private": true }');
}, 60_000);

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

/**
 * Names that stand for two things, as in Python: in `threading` and `werkzeug.sansio.multipart`, `werkzeug.wrappers`
 * and `werkzeug.sansio`, … `glaswerk` is the plugin of `glaswerk/remark`, and that of `glaswerk/markdown-it`.
 */
const TWICE = [
  ...['Event', 'HTTPException', 'Request', 'Response', 'escape'],
  ...['getContentLength', 'getCurrentUrl', 'getHost', 'glaswerk', 'isResourceModified', 'parseCookie'],
];

/** What the main entry exported when there were no sub-paths. */
const FIRST_NAMES =
  'BaseRequestHandler Branches Client DatagramClient DatagramRequestHandler DivergedError KernelPanic LINE_END Machine PRESETS Request ' +
  'Response SCENARIO_LIMITS SCENARIO_VERSION SchemaError StreamRequestHandler TCPServer TEXT_DEPTH ThreadingTCPServer ThreadingUDPServer ' +
  'Trace UDPServer UnixDatagramServer UnixStreamServer alignTraces blocking create cutScenario datagramAnswer datagramApp decodeLatin1 ' +
  'decodeUtf8 diffTraces dumps encodeLatin1 encodeUtf8 explore exploreStepwise firstDifference freshApp jsonDepth live liveAs loads memory ' +
  'mirroredNames opensClient parseScenario preset readScenario repr sleep speaksDatagrams';

/** What code for Werkzeug imports, without a look at sub-paths. */
const WERKZEUG_NAMES =
  'WSGIRequestHandler BaseWSGIServer runSimple makeServer HTTPException NotFound abort redirect Headers MultiDict FileStorage sendFile ' +
  'OSError ValueError ConnectionResetError DateTime';

interface Tarball {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** npm up to 11 answers a list, later ones a record by package name. */
function tarballs(report: unknown): Tarball[] {
  return Object.values(report as Record<string, Tarball>);
}

test('every file that exports names is in the package', () => {
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  expect(targets).not.toHaveLength(0);
  for (const target of targets) expect(packed).toContain(target.replace('./', ''));
});

test('the package holds neither sources nor tests', () => {
  // The README shows the picture of the page, and links to the article and to the guides for authors.
  expect(packed.filter((path) => /^(src|web|test)\//.test(path)).toSorted()).toEqual([
    ...['src/README.md', 'src/lessons/README.md', 'web/article/en.md', 'web/article/zh.md'],
    ...['web/embed/README.md', 'web/embed/recipes.md', 'web/page.png'],
  ]);
});

test("every relative link of the package's README and guide leads to a file of the package", () => {
  const links = ['README.md', 'src/lessons/README.md', 'web/embed/README.md'].flatMap(linksIn).map(({ file }) => file);
  expect(links).toEqual(expect.arrayContaining(['CONTRIBUTING.md', 'web/embed/recipes.md']));
  expect(links.filter((file) => !packed.includes(file))).toEqual([]);
});

test('a module that imports the package by its name answers a request', () => {
  const program = `
    import { Machine } from 'glaswerk';
    const app = (environ, startResponse) => {
      startResponse('200 OK', [['Content-Type', 'text/plain']]);
      return [new Uint8Array([104, 105])];
    };
    const machine = new Machine({ app, server: 'base' });
    const client = machine.connect();
    client.send('GET / HTTP/1.0\\r\\n\\r\\n');
    machine.run();
    console.log(JSON.stringify([client.received.split('\\r\\n')[0], client.received.slice(-2), machine.trace.length > 0]));
  `;
  writeFileSync(join(consumer, 'use.mjs'), program);
  const printed = execFileSync(process.execPath, ['use.mjs'], { cwd: consumer, encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual(['HTTP/1.0 200 OK', 'hi', true]);
});

test("the README's snippets compile, run, and do what they say", () => {
  const section = readFileSync('README.md', 'utf8').split('\n## In your tests\n')[1]?.split('\n## ')[0] ?? '';
  const snippets = [...section.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
  expect(snippets).toHaveLength(4);
  const told = `
    const { why } = machine.run();
    const again = Machine.from(machine.scenario, { app });
    again.run();
    console.log(JSON.stringify([
      client.received.split('\\r\\n').at(-1), again.trace.hash() === machine.trace.hash(), other.cursor, machine.planned.length, why,
      caller.received, answerOf('/old'), answerOf('/none'), answerOf('/new'),
    ]));
    function answerOf(path: string): string | undefined {
      const visited = new Machine({ app: shop });
      const visitor = visited.connect();
      visitor.send('GET ' + path + ' HTTP/1.0\\r\\n\\r\\n');
      visited.run();
      return /(\\d{3}) [^]*?(Location: [^\\r]*|X-Shop: [^\\r]*|$)/.exec(visitor.received)?.slice(1).join(' ');
    }`;
  const console = 'declare const console: { log(text: string): void };\n';
  writeFileSync(join(consumer, 'readme.ts'), `${console}${snippets.join('\n')}\n${told}`);
  const compilerOptions = { target: 'es2023', lib: ['es2023'], types: [], strict: true, module: 'nodenext' };
  const config = { compilerOptions: { ...compilerOptions, rootDir: '.', outDir: 'out' }, files: ['readme.ts'] };
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(config));
  execFileSync(resolve('node_modules/.bin/tsc'), ['-p', consumer], { encoding: 'utf8' });
  const printed = execFileSync(process.execPath, ['out/readme.js'], { cwd: consumer, encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual([
    ...['Hello, glass!', true, 120, 0, 'idle'],
    ...['there and back\n', '302 Location: /new', '404 ', '200 X-Shop: open'],
  ]);
});

test('the response of an exception has its type where only exceptions are imported', () => {
  const program = `
    import { NotFound } from 'glaswerk/werkzeug.exceptions';
    new NotFound().getResponse().setCookie('seen', 'yes', { maxAge: 60 });
    // @ts-expect-error: a response, not whatever one likes.
    new NotFound().getResponse().setBiscuit();`;
  expect(() => compile(program, { module: 'nodenext' })).not.toThrow();
});

test("the guide's types for React make TSX know the elements, their attributes and methods", () => {
  const [snippet = ''] =
    /(?<=```ts\n)import type \{ GlasWerkComponents.*?(?=```)/s.exec(readFileSync('web/embed/README.md', 'utf8')) ?? [];
  const program = `
    import { createRef } from 'react';
    import type { GlasWerkElement } from 'glaswerk/element';
    import { setFolder } from 'glaswerk/element';
    setFolder('/glaswerk-0.1.0');
    const ref = createRef<GlasWerkElement>();
    export const result: Promise<{ readonly matches?: boolean | undefined }> | undefined = ref.current?.run();
    ref.current?.addEventListener('glaswerk:step', ({ detail }) => detail.step.toFixed());
    export const page = (
      <div>
        <glas-werk key="one" ref={ref} app="hello" server="threaded" seed={7} lab="one" readonly />
        <glas-terminal lab="one" className="wide" />
        {/* @ts-expect-error a server that there is not */}
        <glas-werk server="thread" />
        {/* @ts-expect-error an element that there is not */}
        <glas-werkk />
      </div>
    );`;
  giveTypes('@types/react', 'csstype');
  const options = { lib: ['es2023', 'dom'], module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx' };
  // The other half of the snippet is for Vue: where it is not installed, nobody writes it.
  const react = snippet.replace(/declare module 'vue' .*?^\}\n/ms, '').replace('GlasWerkComponents, ', '');
  expect(react).not.toBe(snippet);
  compile(`${react}\n${program}`, options, 'use.tsx');
});

test('importing the package prints nothing and runs nothing', () => {
  writeFileSync(join(consumer, 'import.mjs'), `import 'glaswerk';`);
  expect(execFileSync(process.execPath, ['import.mjs'], { cwd: consumer, encoding: 'utf8' })).toBe('');
});

test.each(['bundler', 'nodenext'])(
  'the declarations are found and understood with moduleResolution %s',
  (resolution) => {
    const program = `import { Machine } from 'glaswerk';
     import { TCPServer } from 'glaswerk/socketserver';
     import { TCPServer as SameServer } from 'glaswerk';
     export const machine = new Machine({ server: 'base' });
     export const received: string = machine.connect().received;
     export const same: typeof TCPServer = SameServer;
     // @ts-expect-error an option that does not exist
     export const wrong = new Machine({ servr: 'base' });`;
    const module = resolution === 'bundler' ? 'esnext' : 'nodenext';
    compile(program, { module, moduleResolution: resolution });
  },
);

test('the declarations of all entries hold together when they are checked too', () => {
  const program = entries.map((entry, index) => `export * as entry${index} from '${entry}';`).join('\n');
  compile(program, { module: 'nodenext', skipLibCheck: false });
});

test('the declarations do not name what is internal', () => {
  const declarations = packed.filter((path) => path.endsWith('.d.ts'));
  expect(declarations).not.toHaveLength(0);
  const internal = declarations.filter((path) => readFileSync(join(home, path), 'utf8').includes('@internal'));
  expect(internal).toEqual([]);
  compile(
    `import { Machine } from 'glaswerk';
     // @ts-expect-error an internal member
     export const recorder = (machine: Machine) => machine.recorder;`,
    { module: 'nodenext' },
  );
});

test('all entries share one copy of the library: a name that two of them export is one and the same', () => {
  const program = `
    const seen = new Map();
    const other = [];
    for (const entry of ${JSON.stringify(entries)}) {
      for (const [name, value] of Object.entries(await import(entry))) {
        const before = seen.get(name);
        seen.set(name, [...(before ?? []), [entry, value]]);
        if (before !== undefined && before.every(([, known]) => known !== value)) other.push(name);
      }
    }
    const shared = [...seen].filter(([, found]) => found.length > 1 && typeof found[0][1] === 'function').length;
    console.log(JSON.stringify([other.sort(), shared]));
  `;
  const [others, shared] = JSON.parse(run('same.mjs', program)) as [string[], number];
  expect(others).toEqual(TWICE);
  expect(shared).toBeGreaterThan(100);
});

test('the main entry exports what it always did, and what code for Werkzeug needs', () => {
  const names = JSON.parse(run('names.mjs', `console.log(JSON.stringify(Object.keys(await import('glaswerk'))))`));
  expect(names).toEqual(expect.arrayContaining([...FIRST_NAMES.split(' '), ...WERKZEUG_NAMES.split(' ')]));
});

test('CommonJS programs get the package by require()', () => {
  expect(run('use.cjs', `console.log(typeof require('glaswerk/http.server').HTTPServer)`)).toBe('function\n');
});

test('publint finds nothing to complain about', () => {
  const publint = resolve('node_modules/.bin/publint');
  const report = execFileSync(publint, [tarballPath, '--strict'], { encoding: 'utf8' });
  expect(report).toContain('All good!');
});

// There is no CommonJS copy, which would have a second registry of classes: Node requires the ESM files (20.19 and
// later).
test('the types are right for every import as ESM (attw)', () => {
  const attw = resolve('node_modules/.bin/attw');
  const report = execFileSync(attw, [tarballPath, '--profile', 'esm-only', '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  });
  const { analysis } = JSON.parse(report) as { analysis: { entrypoints: Record<string, unknown> } };
  const checked = Object.keys(analysis.entrypoints).filter((entry) => entry !== './package.json');
  expect(checked).toHaveLength(entries.length);
}, 120_000);
