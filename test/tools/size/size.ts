/** `npm run size`: builds; then what the built page and library weigh, gzipped, against the budgets below. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { commandLine, nothing } from '../../support/command-line.ts';
import { ONE_FILE } from '../build/one-file.ts';

/** Gzipped bytes allowed. A budget is raised only together with a line in CHANGELOG.md that says what it bought. */
const BUDGETS = {
  'page, first load': 313_500,
  // The lessons are about 90 kB of it.
  'page, everything': 946_000,
  'page, as one file': 851_000,
  // The text in one language, and the loader of what runs beside it.
  'article, first load': 24_000,
  '{ Machine } alone': 94_000,
  library: 287_000,
  // A docs page loads it whether its readers run anything or not.
  'embed: loader': 5_000,
  'embed: until the first Run': 100_000,
  'embed: with terminal and buffers': 189_500,
  // The terminal comes as text; its keys and its scrolling when the reader is about to be in it.
  'embed: and the terminal touched': 280_000,
  'embed: frame helper': 3_000,
} as const;

commandLine('usage: npm run size', nothing);
if (spawnSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' }).status !== 0) process.exit(1);

const PAGE = 'dist/page';
const LIBRARY = 'dist/lib';

const read = (folder: string, file: string): Buffer => readFileSync(join(folder, file));
const weigh = (folder: string, file: string): number => gzipSync(read(folder, file), { level: 9 }).length;

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => posix.relative(folder, posix.join(entry.parentPath.replaceAll('\\', '/'), entry.name)))
    .toSorted();
}

/** How built files name others that load with them: static imports, workers, fonts. An `import(…)` waits for a user. */
const NAMES_IN_HTML = /(?:src|href)="([^"#]+)"/g;
const NAMES_IN_SCRIPT = /(?:\bfrom|\bimport|new URL\()\s*["'`]([^"'`]+)/g;
const NAMES_IN_STYLE = /url\(\s*["']?([^"')]+)/g;

const PATTERNS: Readonly<Record<string, RegExp>> = {
  '.html': NAMES_IN_HTML,
  '.js': NAMES_IN_SCRIPT,
  '.css': NAMES_IN_STYLE,
};

/** Asked for by `import(…)`, but at once: the parts of the worker's program that every machine needs. */
const ASKED_AT_ONCE = /^assets\/(?:core|sessions)-[\w-]+\.js$/;
/** The part of it that an element needs for its first Run. */
const FIRST_PART = /^assets\/core-[\w-]+\.js$/;

/**
 * What the stage of `view="terminal buffers"` asks for by `import(…)`, beside what a first Run has asked for: the part
 * of the program that shows machines; what embed.js names; of that, the two panes. test/e2e/embed-engine.spec.ts looks
 * at what a browser fetches.
 */
const STAGE_PART = /^assets\/sessions-[\w-]+\.js$/;
const STAGE = /^assets\/(?:stage|machine-link)-[\w-]+\.js$/;
const STAGE_PANES = /^assets\/(?:terminal-pane|buffers)-[\w-]+\.js$/;
const TERMINAL = /^assets\/terminal-(?!pane)[\w-]+\.js$/;

/** The pages of the article, with what is theirs alone. */
const ARTICLE = /^(?:article(?:\.\w+)?\.html|assets\/article-)/;
/** Not what the article has links to. */
const isNoOtherPage = (file: string): boolean => !file.endsWith('.html') || file === 'article.html';

/** The files of a kind that these name, at once or later. */
const namedBy = (folder: string, all: readonly string[], files: Iterable<string>, kind: RegExp): string[] =>
  [...files]
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) =>
      [
        ...read(folder, file)
          .toString()
          .matchAll(/["'`]([^"'`\s]+\.js)["'`]/g),
      ].map(([, name = '']) => posix.join(posix.dirname(file), name)),
    )
    .filter((file) => kind.test(file) && all.includes(file));

/** The files a browser asks for once it has these: without any user action, from index.html on, for example. */
function withImports(folder: string, all: readonly string[], from: readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const file of seen) {
    const pattern = PATTERNS[posix.extname(file)];
    if (pattern === undefined) continue;
    for (const [, name = ''] of read(folder, file).toString().matchAll(pattern)) {
      const target = posix.join(posix.dirname(file), name);
      if (all.includes(target)) seen.add(target);
    }
  }
  return seen;
}

/** An app that imports the machine and nothing else, bundled and minified by vite with its defaults. */
async function weighMachine(): Promise<number> {
  const app = 'app-of-the-machine';
  const plugin = {
    name: app,
    resolveId: (id: string): string | undefined => (id === app ? id : undefined),
    load: (id: string): string | undefined =>
      id === app ? `export { Machine } from ${JSON.stringify(resolve(LIBRARY, 'index.js'))};` : undefined,
  };
  const result = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [plugin],
    build: { write: false, rolldownOptions: { input: app, preserveEntrySignatures: 'strict' } },
  });
  if (!('output' in result)) throw new Error('the app of the machine was not built');
  const chunks = result.output.map((file) => (file.type === 'chunk' ? file.code : ''));
  return gzipSync(chunks.join(''), { level: 9 }).length;
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(8)} kB`;

const pageFiles = files(PAGE);
const first = withImports(PAGE, pageFiles, ['index.html', ...pageFiles.filter((file) => ASKED_AT_ONCE.test(file))]);
const firstRun = withImports(PAGE, pageFiles, [
  ...['glaswerk.js', 'glaswerk.css', 'embed.js'],
  ...pageFiles.filter((file) => FIRST_PART.test(file)),
]);
const stageItself = withImports(PAGE, pageFiles, [
  ...firstRun,
  ...pageFiles.filter((file) => STAGE_PART.test(file)),
  ...namedBy(PAGE, pageFiles, ['embed.js'], STAGE),
]);
const stage = withImports(PAGE, pageFiles, [...stageItself, ...namedBy(PAGE, pageFiles, stageItself, STAGE_PANES)]);
const touched = withImports(PAGE, pageFiles, [...stage, ...namedBy(PAGE, pageFiles, stage, TERMINAL)]);
const weights = new Map(pageFiles.map((file) => [file, weigh(PAGE, file)]));
const total = (names: Iterable<string>): number => [...names].reduce((sum, name) => sum + (weights.get(name) ?? 0), 0);

for (const [file, bytes] of weights) {
  console.log(`${kilobytes(bytes)}  ${first.has(file) ? 'first load' : 'on demand '}  ${PAGE}/${file}`);
}
const libraryFiles = files(LIBRARY);
for (const file of libraryFiles) console.log(`${kilobytes(weigh(LIBRARY, file))}  library     ${LIBRARY}/${file}`);

const measured: Record<keyof typeof BUDGETS, number> = {
  'page, first load': total(first),
  'page, everything': total(pageFiles.filter((file) => !ARTICLE.test(file) && file !== ONE_FILE)),
  'page, as one file': weigh(PAGE, ONE_FILE),
  'article, first load': total(withImports(PAGE, pageFiles.filter(isNoOtherPage), ['article.html'])),
  '{ Machine } alone': await weighMachine(),
  // One file for each module: compressed together, as the package is.
  library: gzipSync(Buffer.concat(libraryFiles.map((file) => read(LIBRARY, file))), { level: 9 }).length,
  'embed: loader': weigh(PAGE, 'glaswerk.js'),
  'embed: until the first Run': total(firstRun),
  'embed: with terminal and buffers': total(stage),
  'embed: and the terminal touched': total(touched),
  'embed: frame helper': weigh(PAGE, 'glaswerk-frame.js'),
};

console.log('\ngzipped                                   is     allowed');
for (const [name, allowed] of Object.entries(BUDGETS)) {
  const bytes = measured[name as keyof typeof BUDGETS];
  const verdict = bytes <= allowed ? 'ok' : 'TOO BIG';
  if (bytes > allowed) process.exitCode = 1;
  console.log(`${name.padEnd(33)}${kilobytes(bytes)} ${kilobytes(allowed)}  ${verdict}`);
}
