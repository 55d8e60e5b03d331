/**
 * How the page and the library are built, and how vitest finds the tests.
 *
 * `vite build` writes the folder that is hosted to dist/page: the page, what docs pages embed, the iframe form.
 * `vite build --mode library` writes the entries of the package to dist/lib, `vite build --mode node` the command
 * `glaswerk` to dist/node. `vite build --mode one-file`, after the first, adds the page as one file.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown, type UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { ARTICLES, ARTICLE_PAGES, articleStyle } from './test/tools/build/article.ts';
import { earlyParts, notYetThere } from './test/tools/build/early-parts.ts';
import { narrowPage, narrowStyle } from './test/tools/build/narrow-documents.ts';
import { oneFile, oneFilePage, withoutGrowing, withoutStageTexts } from './test/tools/build/one-file.ts';
import { inAscii, oneByteChunks } from './test/tools/build/in-ascii.ts';
import { PAGE_CHUNKS, chunkFile } from './test/tools/build/page-chunks.ts';
import { pagesElsewhere } from './test/tools/build/pages-elsewhere.ts';
import { privateNames } from './test/tools/build/private-names.ts';
import { workerParts } from './test/tools/build/worker-parts.ts';
import { findable } from './web/parts/source/find.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

const page: UserConfig = {
  build: {
    outDir: 'dist/page',
    target: 'es2023',
    modulePreload: {
      polyfill: false,
      resolveDependencies: (file, dependencies, { hostId, hostType }) =>
        hostType === 'js' ? notYetThere(file, dependencies, hostId) : dependencies,
    },
    rolldownOptions: {
      input: {
        index: 'index.html',
        frame: 'embed.html',
        embed: 'web/embed/engine/embed.ts',
        article: ARTICLES.en,
        'article-zh': ARTICLES.zh,
      },
      preserveEntrySignatures: 'exports-only',
      // The loader imports the engine by its name, beside its own.
      output: {
        entryFileNames: ({ name }) => (name === 'embed' ? 'embed.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: chunkFile,
        codeSplitting: PAGE_CHUNKS,
      },
    },
  },
};

/** The command: one program that needs no installed package. */
const node: UserConfig = {
  build: {
    outDir: 'dist/node',
    target: 'node20',
    ssr: 'src/node/cli.ts',
    rolldownOptions: { output: { entryFileNames: 'cli.js', banner: '#!/usr/bin/env node' } },
  },
  ssr: { noExternal: true },
  publicDir: false,
};

/** The entries of the package: the main one, the one for tools, and one for each of Python's modules. */
function entries(): Record<string, string> {
  const modules = readdirSync(new URL('src/modules', import.meta.url)).filter((file) => file.endsWith('.ts'));
  const files = ['index.ts', 'tooling.ts', 'explain.ts', ...modules.map((file) => `modules/${file}`)];
  return Object.fromEntries(files.map((file) => [file.replace(/\.ts$/, ''), `src/${file}`]));
}

const library: UserConfig = {
  build: {
    outDir: 'dist/lib',
    target: 'es2023',
    sourcemap: true,
    minify: false,
    lib: { entry: entries(), formats: ['es'], fileName: (_format, name) => `${name}.js` },
    rolldownOptions: {
      output: {
        // One file for each source file: all entries share one copy of each class, and a bundler leaves out what is not
        // used.
        preserveModules: true,
        preserveModulesRoot: 'src',
        // Comments are for readers of the source: who uses the package has them in its declarations.
        comments: { jsdoc: false },
      },
    },
  },
  publicDir: false,
};

interface BundleOptions {
  /** For the development server: readable, with a source map. */
  readonly isServed?: boolean;
  /** `iife`, a classic script, unless it says otherwise. */
  readonly format?: 'iife' | 'es';
}

/** A whole program in one script. */
async function bundle(
  entry: string,
  { isServed = false, format = 'iife' }: BundleOptions,
): Promise<Rolldown.OutputChunk> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: isServed ? [] : [privateNames()],
    build: {
      write: false,
      target: 'es2023',
      sourcemap: isServed ? 'inline' : false,
      minify: !isServed,
      lib: { entry, formats: [format], name: 'glaswerkProgram' },
      rolldownOptions: {
        output: {
          // Strict: a sloppy function would show itself and its `this` to any code that asks for a stack.
          strict: true,
          // A worker's script has a `blob:` address, to which nothing is relative.
          sourcemapPathTransform: (source, map) =>
            `glaswerk:///${relative(root, resolve(dirname(map), source)).replaceAll('\\', '/')}`,
        },
      },
    },
  });
  const [written] = Array.isArray(result) ? result : [result];
  if (written === undefined || !('output' in written)) throw new Error(`${entry}: nothing was built`);
  return written.output[0];
}

/**
 * `import text from './worker.ts?source'` gives the whole bundled program as a string of classic script.
 * The page's worker starts from such a string: a frame of opaque origin cannot load it by its address.
 * While one develops, the string ends with its source map, so that a debugger shows the TypeScript files.
 */
function sourceString(): Plugin {
  const suffix = '?source';
  let isServed = false;
  return {
    name: 'source-string',
    enforce: 'pre',
    configResolved({ command }) {
      isServed = command === 'serve';
    },
    async load(id) {
      if (!id.endsWith(suffix)) return null;
      const entry = id.slice(0, -suffix.length);
      const chunk = await bundle(entry, { isServed });
      // Names that begin with a NUL are the bundler's own, and no files.
      for (const file of Object.keys(chunk.modules)) if (!file.startsWith('\0')) this.addWatchFile(file);
      return { code: `export default ${JSON.stringify(chunk.code)}`, moduleType: 'js' };
    },
  };
}

/**
 * Templates are indented for readers of the source; in the page one space does for the end of a line and what the next
 * one begins with.
 */
function narrowTemplates(): Plugin {
  return {
    name: 'narrow-templates',
    apply: 'build',
    transform: {
      filter: { id: /\/web\/.*\.ts$/, code: /\bhtml`[^`]*\n/ },
      handler(code) {
        let narrow = '';
        let from = 0;
        for (const [start, end] of templateTexts(this.parse(code)).toSorted(([one], [other]) => one - other)) {
          narrow += code.slice(from, start) + code.slice(start, end).replaceAll(/\s*\n\s*/g, ' ');
          from = end;
        }
        return { code: narrow + code.slice(from), map: null };
      },
    },
  };
}

/** Where the fixed parts of a program's `html` templates are: from, to. */
function templateTexts(node: unknown): (readonly [number, number])[] {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.values(node).flatMap((value) => templateTexts(value));
  const { type, tag, quasi } = node as TaggedTemplate;
  if (type !== 'TaggedTemplateExpression' || tag.name !== 'html') return inner;
  return [...inner, ...quasi.quasis.map(({ start, end }) => [start, end] as const)];
}

/** As far as it is looked at. */
interface TaggedTemplate {
  readonly type: string;
  readonly tag: { readonly name?: string };
  readonly quasi: { readonly quasis: readonly { readonly start: number; readonly end: number }[] };
}

/**
 * `import text from '../src/stdlib/…?raw'`: what of a mirrored module the page can show, with the numbers of its lines
 * as they are.
 */
function shownSources(): Plugin {
  return {
    name: 'shown-sources',
    enforce: 'pre',
    load: {
      filter: { id: /\/src\/(?:stdlib|werkzeug)\/.*\.ts\?raw$/ },
      handler(id) {
        const file = id.slice(0, -'?raw'.length);
        this.addWatchFile(file);
        return { code: `export default ${JSON.stringify(findable(readFileSync(file, 'utf8')))}`, moduleType: 'js' };
      },
    },
  };
}

/**
 * Ships the sandbox's frame as a file of its own too, for hosts that forbid the one written into the page; see
 * web/sandbox/sandbox.ts.
 */
function sandboxPage(): Plugin {
  const name = 'glaswerk-sandbox.html';
  const source = (): string => readFileSync(new URL(`web/sandbox/${name}`, import.meta.url), 'utf8');
  return {
    name: 'sandbox-page',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url?.endsWith(`/${name}`) !== true) return next();
        response.setHeader('Content-Type', 'text/html');
        response.end(source());
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: name, source: source() });
    },
  };
}

/** The scripts that other people's pages name in their HTML: classic ones, so that they know their own address. */
const HOST_SCRIPTS: Readonly<Record<string, string>> = {
  'glaswerk.js': 'web/embed/loader/glaswerk.ts',
  'glaswerk-frame.js': 'web/embed/frame/glaswerk-frame.ts',
};
const HOST_STYLE = 'web/embed/loader/glaswerk.css';

const hostStyle = (): string => narrowStyle(readFileSync(resolve(root, HOST_STYLE), 'utf8'));

/** Builds the scripts and the style sheet that other people's pages name, beside index.html. */
function hostScripts(): Plugin {
  return {
    name: 'host-scripts',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = new URL(request.url ?? '', 'http://localhost').pathname.slice(1);
        const entry = HOST_SCRIPTS[file];
        const send = (type: string, text: string): void => {
          response.setHeader('Content-Type', type).end(text);
        };
        if (file === 'glaswerk.css') return send('text/css', hostStyle());
        if (file === 'embed.js') return send('text/javascript', `export * from '/web/embed/engine/embed.ts';`);
        if (entry === undefined) return next();
        bundle(resolve(root, entry), { isServed: true }).then(
          ({ code }) => send('text/javascript', inAscii(code)),
          next,
        );
      });
    },
    async generateBundle() {
      // A classic script is read in the encoding of the page that names it, which may be another than its own.
      for (const [fileName, entry] of Object.entries(HOST_SCRIPTS)) {
        const { code, modules } = await bundle(resolve(root, entry), {});
        this.emitFile({ type: 'asset', fileName, source: inAscii(code) });
        for (const file of Object.keys(modules)) if (!file.startsWith('\0')) this.addWatchFile(file);
      }
      this.emitFile({ type: 'asset', fileName: 'glaswerk.css', source: hostStyle() });
    },
  };
}

/** The entries beside the library's that are one module each. Their types are written by hand. */
const MODULES: Readonly<Record<string, readonly [entry: string, types: string]>> = {
  element: ['web/embed/loader/element.ts', 'web/embed/loader/package-types.d.ts'],
  remark: ['web/embed/plugins/remark.ts', 'web/embed/plugins/package-types.d.ts'],
  'markdown-it': ['web/embed/plugins/markdown-it.ts', 'web/embed/plugins/package-types.d.ts'],
};

/** Puts the entries `glaswerk/element`, `glaswerk/remark`, … beside the library's. */
function moduleEntries(): Plugin {
  return {
    name: 'module-entries',
    async generateBundle() {
      for (const [name, [entry, types]] of Object.entries(MODULES)) {
        // One after the other: each is a build of its own.
        // oxlint-disable-next-line no-await-in-loop
        const { code } = await bundle(resolve(root, entry), { format: 'es' });
        this.emitFile({ type: 'asset', fileName: `${name}.js`, source: code });
        this.emitFile({ type: 'asset', fileName: `${name}.d.ts`, source: readFileSync(resolve(root, types), 'utf8') });
      }
      const manifest = 'custom-elements.json';
      const source = readFileSync(resolve(root, 'web/embed/loader', manifest), 'utf8');
      this.emitFile({ type: 'asset', fileName: manifest, source });
    },
  };
}

/** Ships what documentation tools of Python load: from the folder that they host, so that it belongs to its version. */
function pythonPlugins(): Plugin {
  const folder = resolve(root, 'web/embed/plugins');
  return {
    name: 'python-plugins',
    generateBundle() {
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.py'))) {
        const source = readFileSync(resolve(folder, file), 'utf8');
        this.emitFile({ type: 'asset', fileName: `plugins/${file}`, source });
      }
    },
  };
}

const PLUGINS: Readonly<Record<string, () => Plugin[]>> = {
  library: () => [moduleEntries()],
  node: () => [],
  'one-file': () => [withoutStageTexts(), withoutGrowing(), narrowTemplates(), shownSources(), oneFilePage(root)],
};
/** The iframe form. */
const FRAME = 'web/embed/frame/page.html';
const FRAME_PAGE = { html: () => readFileSync(resolve(root, FRAME), 'utf8'), from: [FRAME] };

const pagePlugins = (): Plugin[] => [
  ...[narrowTemplates(), shownSources(), sandboxPage(), hostScripts(), pythonPlugins(), articleStyle()],
  pagesElsewhere({ ...ARTICLE_PAGES, 'embed.html': FRAME_PAGE }),
  ...[earlyParts(), narrowPage(), oneByteChunks()],
];

const port = Number(process.env['PORT'] ?? 4173);

export default defineConfig(({ mode }) => ({
  ...({ library, node, 'one-file': oneFile }[mode] ?? page),
  root,
  // Relative addresses: the page works from any folder of any static host.
  base: './',
  appType: 'mpa',
  plugins: [sourceString(), workerParts(mode !== 'one-file'), privateNames(), ...(PLUGINS[mode] ?? pagePlugins)()],
  server: { host: '127.0.0.1' },
  // Takes the next free port if this one is taken, and prints the address.
  preview: { host: '127.0.0.1', port },
  test: {
    // One for each core but one leaves half of a small computer idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{oracle,package,e2e}/**'],
          setupFiles: ['test/support/properties.ts', 'test/support/texts.ts', 'test/support/same-process.ts'],
          // To load all modules again for each file takes longer than most of its tests. No test leaves state in a
          // module: there is next to none.
          isolate: false,
          restoreMocks: true,
          unstubGlobals: true,
          unstubEnvs: true,
          // Only for what hangs: computers differ, and no test is about time.
          testTimeout: process.env['PROPERTY_TIMES'] === undefined ? 120_000 : 3_600_000,
        },
      },
      // Looks at what `npm run build` has written.
      { extends: true, test: { name: 'package', include: ['test/package/**/*.test.ts'], testTimeout: 60_000 } },
      { extends: true, test: { name: 'oracle', include: ['test/oracle/**/*.test.ts'], testTimeout: 300_000 } },
    ],
  },
}));
