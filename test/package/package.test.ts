/** The package as a user gets it: what `npm run build` wrote, packed, unpacked elsewhere and imported by its name. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface Manifest {
  readonly exports: Record<string, Record<string, string>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const consumer = mkdtempSync(join(tmpdir(), 'glaswerk-consumer-'));
let packed: string[] = [];

beforeAll(() => {
  const report = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', consumer], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [tarball] = tarballs(JSON.parse(report));
  if (tarball === undefined) throw new Error(`npm pack packed nothing: ${report}`);
  packed = tarball.files.map((file) => file.path);
  const home = join(consumer, 'node_modules/glaswerk');
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xzf', join(consumer, tarball.filename), '-C', home, '--strip-components=1']);
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module", "private": true }');
}, 60_000);

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

interface Tarball {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** npm up to 11 answers a list, later ones a record by package name. */
function tarballs(report: unknown): Tarball[] {
  return Object.values(report as Record<string, Tarball>);
}

test('every file that exports names is in the package', () => {
  const targets = Object.values(manifest.exports).flatMap((conditions) => Object.values(conditions));
  expect(targets).not.toHaveLength(0);
  for (const target of targets) expect(packed).toContain(target.replace('./', ''));
});

test('the package holds neither sources nor tests nor the page', () => {
  expect(packed.filter((path) => /^(src|web|test|dist\/page)\//.test(path))).toEqual([]);
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
  expect(snippets).toHaveLength(2);
  const told = `
    const { why } = machine.run();
    const again = Machine.from(machine.scenario, { app });
    again.run();
    console.log(JSON.stringify([
      client.received.split('\\r\\n').at(-1), again.trace.hash() === machine.trace.hash(), other.cursor, machine.planned.length, why,
    ]));`;
  const console = 'declare const console: { log(text: string): void };\n';
  writeFileSync(join(consumer, 'readme.ts'), `${console}${snippets.join('\n')}\n${told}`);
  const compilerOptions = { target: 'es2023', lib: ['es2023'], types: [], strict: true, module: 'nodenext' };
  const config = { compilerOptions: { ...compilerOptions, rootDir: '.', outDir: 'out' }, files: ['readme.ts'] };
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(config));
  execFileSync(resolve('node_modules/.bin/tsc'), ['-p', consumer], { encoding: 'utf8' });
  const printed = execFileSync(process.execPath, ['out/readme.js'], { cwd: consumer, encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual(['Hello, glass!', true, 120, 0, 'idle']);
});

test('importing the package prints nothing and runs nothing', () => {
  writeFileSync(join(consumer, 'import.mjs'), `import 'glaswerk';`);
  expect(execFileSync(process.execPath, ['import.mjs'], { cwd: consumer, encoding: 'utf8' })).toBe('');
});

test.each(['bundler', 'nodenext'])(
  'the declarations are found and understood with moduleResolution %s',
  (resolution) => {
    writeFileSync(
      join(consumer, 'use.ts'),
      `import { Machine } from 'glaswerk';
     export const machine = new Machine({ server: 'base' });
     export const received: string = machine.connect().received;
     // @ts-expect-error an option that does not exist
     export const wrong = new Machine({ servr: 'base' });`,
    );
    const compilerOptions = {
      target: 'es2023',
      lib: ['es2023'],
      types: [],
      strict: true,
      noEmit: true,
      module: resolution === 'bundler' ? 'esnext' : 'nodenext',
      moduleResolution: resolution,
    };
    writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
    const tsc = resolve('node_modules/.bin/tsc');
    expect(existsSync(tsc)).toBe(true);
    execFileSync(tsc, ['-p', consumer], { encoding: 'utf8' });
  },
);
