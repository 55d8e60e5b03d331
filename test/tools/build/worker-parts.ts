/**
 * Builds the program of the machine's worker in parts, which are loaded when they are wanted: `core` plays examples of
 * the apps that come with Glaswerk, `full` adds everything that a face can ask for, `apps` loads code of readers and
 * authors. Each part is a few modules as texts; `import modules from './parts/core.ts?part'` gives it. The worker makes
 * blobs of them: a frame of opaque origin cannot load a file by its address.
 *
 * Some modules of the machine are late: `core` has stand-ins for them (web/sandbox/late.ts says how they work), and
 * `full` brings them. So `core` is small although the machine imports all its modules at once, as a library must.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { LATE, LATE_VALUES } from './late-modules.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = resolve(root, 'web/sandbox/parts');
const helper = resolve(root, 'web/sandbox/late.ts');

export const PARTS = ['core', 'full', 'apps'] as const;
export type PartName = (typeof PARTS)[number];

const STAND_IN = '\0late:';
const FILL = 'virtual:late-modules';

const nameOf = (file: string): string => relative(root, file).replaceAll('\\', '/');
const isLate = (file: string): boolean => LATE.includes(nameOf(file));

/** Whether a file only passes on what others export. */
const isHub = (file: string): boolean =>
  file.endsWith('.ts') &&
  !/^(?:export )?(?:const|let|class|function|abstract|async)\b/m.test(readFileSync(file, 'utf8'));

/**
 * Gives the importers of late modules their stand-ins, and what fills these.
 * @param isCore whether a module belongs to the first part: the others import late modules as they are.
 */
function lateModules(isCore: (file: string) => boolean): Plugin {
  return {
    name: 'late-modules',
    enforce: 'pre',
    resolveId(specifier, importer) {
      if (specifier === FILL) return `\0${FILL}`;
      if (importer === undefined || importer.startsWith('\0') || !specifier.startsWith('.')) return null;
      const file = resolve(dirname(importer), specifier);
      if (!isLate(file) || isLate(importer) || !isCore(importer)) return null;
      if (!existsSync(file)) throw new Error(`${importer}: there is no ${file}`);
      return STAND_IN + file;
    },
    async load(id) {
      if (id === `\0${FILL}`) return fill();
      if (!id.startsWith(STAND_IN)) return null;
      const file = id.slice(STAND_IN.length);
      return standIn(file, await exportsOf(this, file));
    },
  };
}

async function exportsOf(context: Rolldown.PluginContext, file: string): Promise<readonly string[]> {
  const { exports } = await context.load({ id: file });
  return exports.filter((name) => LATE_VALUES[nameOf(file)]?.includes(name) !== true);
}

function standIn(file: string, names: readonly string[]): string {
  const name = nameOf(file);
  return [
    `import { absent, become, late } from ${JSON.stringify(helper)};`,
    `const name = ${JSON.stringify(name)};`,
    `export let ${names.map((entry) => `${entry} = absent(name)`).join(', ')};`,
    `late(name, (real) => { ${names.map((entry) => `${entry} = become(${entry}, real.${entry});`).join(' ')} });`,
  ].join('\n');
}

function fill(): string {
  return [
    `import { fill } from ${JSON.stringify(helper)};`,
    ...LATE.map((name, at) => `import * as m${at} from ${JSON.stringify(resolve(root, name))};`),
    ...LATE.map((name, at) => `fill(${JSON.stringify(name)}, m${at});`),
  ].join('\n');
}

/** Bundles some of the parts. */
async function bundle(
  names: readonly PartName[],
  isServed: boolean,
  isCore: (file: string) => boolean,
): Promise<readonly Rolldown.OutputChunk[]> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    root,
    plugins: [lateModules(isCore)],
    build: {
      write: false,
      target: 'es2023',
      sourcemap: isServed ? 'inline' : false,
      minify: !isServed,
      modulePreload: false,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, resolve(folder, `${name}.ts`)])),
        preserveEntrySignatures: 'allow-extension',
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
          sourcemapPathTransform: (source, map) => `glaswerk:///${nameOf(resolve(root, dirname(map), source))}`,
        },
      },
    },
  });
  const [written] = Array.isArray(result) ? result : [result];
  if (written === undefined || !('output' in written)) throw new Error('the parts of the worker were not built');
  return written.output.filter((file) => file.type === 'chunk');
}

/** The modules of each part, in the order in which they are to be loaded. */
async function buildParts(isServed: boolean): Promise<ReadonlyMap<string, readonly Rolldown.OutputChunk[]>> {
  const alone = await bundle(['core'], isServed, () => true);
  const core = new Set(alone.flatMap(({ modules }) => Object.keys(modules)));
  const isCore = (file: string): boolean => core.has(file) || isHub(file);
  const chunks = await bundle(PARTS, isServed, isCore);
  const known = new Set<string>();
  const collect = (fileName: string): Rolldown.OutputChunk[] => {
    const chunk = chunks.find((candidate) => candidate.fileName === fileName);
    if (chunk === undefined || known.has(fileName)) return [];
    known.add(fileName);
    return [...chunk.imports.flatMap(collect), chunk];
  };
  return new Map(PARTS.map((name) => [name, collect(`${name}.js`)]));
}

/** The module as text; it names what it imports `"part:NAME"`. */
const textOf = ({ name, code }: Rolldown.OutputChunk): readonly [string, string] => [
  name,
  code.replaceAll(/(?<=\b(?:from|import)\s*)["'`]\.\/([\w-]+)\.js["'`]/g, '"part:$1"'),
];

/** `import modules from './parts/core.ts?part'`. */
export function workerParts(): Plugin {
  const suffix = '.ts?part';
  let isServed = false;
  let parts: ReturnType<typeof buildParts> | undefined;
  return {
    name: 'worker-parts',
    enforce: 'pre',
    configResolved({ command }) {
      isServed = command === 'serve';
    },
    async load(id) {
      if (!id.endsWith(suffix)) return null;
      parts ??= buildParts(isServed);
      const name = id.slice(id.lastIndexOf('/') + 1, -suffix.length);
      const chunks = (await parts).get(name);
      if (chunks === undefined) throw new Error(`${id}: the worker has the parts ${PARTS.join(', ')}`);
      const files = chunks.flatMap(({ modules }) => Object.keys(modules));
      for (const file of files) if (!file.startsWith('\0')) this.addWatchFile(file);
      return { code: `export default ${JSON.stringify(chunks.map(textOf))}`, moduleType: 'js' };
    },
    watchChange() {
      parts = undefined;
    },
  };
}
