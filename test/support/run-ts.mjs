/**
 * Runs a TypeScript program: `node test/support/run-ts.mjs test/tools/bench/bench.ts [arguments]`.
 *
 * Node 20 cannot run TypeScript, so the program is bundled first, into node_modules where its npm imports resolve, and
 * then imported. It finds its arguments in process.argv as if it had been run itself; `import.meta.url` of each module
 * stays the address of its source file.
 */
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const [, , program, ...rest] = process.argv;
if (program === undefined) {
  console.error('usage: node test/support/run-ts.mjs PROGRAM.ts [ARGUMENT…]');
  process.exit(2);
}
const entry = resolve(program);
const outDir = resolve('node_modules/.cache/glaswerk', String(process.pid));
process.on('exit', () => rmSync(outDir, { recursive: true, force: true }));

/** Keeps `import.meta.url` true in the bundle. */
const sourceAddress = {
  name: 'source-address',
  transform(/** @type {string} */ code, /** @type {string} */ id) {
    if (!code.includes('import.meta.url') || id.includes('node_modules')) return null;
    return { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)), map: null };
  },
};

await build({
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  plugins: [sourceAddress],
  ssr: { target: 'node' },
  build: {
    ssr: entry,
    outDir,
    target: 'node20',
    minify: false,
    sourcemap: 'inline',
    rolldownOptions: { output: { entryFileNames: 'program.mjs', keepNames: true } },
  },
});
process.setSourceMapsEnabled(true);
process.argv = [process.argv[0] ?? 'node', entry, ...rest];
await import(pathToFileURL(resolve(outDir, 'program.mjs')).href);
