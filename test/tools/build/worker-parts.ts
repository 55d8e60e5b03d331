/**
 * Builds the program of the machine's worker in parts, which are loaded when they are wanted: `core` plays examples of
 * the apps that come with Glaswerk, `full` adds everything that a face can ask for, `moments` finds moments for
 * breakpoints, `apps` loads code of readers and authors. Each part is a few modules as texts; `import modules from
 * './parts/core.ts?part'` gives it. The worker makes blobs of them: a frame of opaque origin cannot load a file by its
 * address.
 *
 * Some modules of the machine are late: `core` has stand-ins for them (web/sandbox/late.ts says how they work), and
 * `full` brings them. So `core` is small although the machine imports all its modules at once, as a library must. Of
 * the other modules, what the examples in first-use.ts do not call is late too: the build plays them to find out.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { COUNTER, counted, firstUse } from './first-use.ts';
import { LATE, LATE_VALUES } from './late-modules.ts';
import { inOneByte } from './in-ascii.ts';
import { privateNames } from './private-names.ts';
import { splitModule, type Halves } from './split-module.ts';
import { ROOT } from '../../support/root.ts';

const folder = resolve(ROOT, 'web/sandbox/parts');
const helper = resolve(ROOT, 'web/sandbox/late.ts');

export const PARTS = ['core', 'full', 'moments', 'apps'] as const;
export type PartName = (typeof PARTS)[number];

const STAND_IN = '\0late:';
/** The late half of a module that is split. */
const LATE_HALF = '\0late-half:';
const CALLED = '\0called';
const FILL = 'virtual:late-modules';

/** A module with a late half; halves are numbered after the late modules. */
interface Numbered extends Halves {
  readonly file: string;
  readonly number: number;
}

const nameOf = (file: string): string => relative(ROOT, file).replaceAll('\\', '/');
const isLate = (file: string): boolean => LATE.includes(nameOf(file));

/** Whether a file only passes on what others export. */
const isHub = (file: string): boolean =>
  file.endsWith('.ts') &&
  !/^(?:export )?(?:const|let|class|function|abstract|async)\b/m.test(readFileSync(file, 'utf8'));

/**
 * Gives the importers of late modules their stand-ins, and what fills these.
 * @param isCore whether a module belongs to the first part: the others import late modules as they are.
 * @param split modules with a late half.
 */
function lateModules(isCore: (file: string) => boolean, split: readonly Numbered[]): Plugin {
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
      if (id === `\0${FILL}`) return await fill(this, split);
      if (!id.startsWith(STAND_IN)) return null;
      const file = id.slice(STAND_IN.length);
      return standIn(nameOf(file), await exportsOf(this, nameOf(file)));
    },
  };
}

/** What a late module has stand-ins for. */
async function exportsOf(context: Rolldown.PluginContext, name: string): Promise<readonly string[]> {
  const { exports } = await context.load({ id: resolve(ROOT, name) });
  return exports.filter((entry) => LATE_VALUES[name]?.includes(entry) !== true).toSorted();
}

function standIn(name: string, entries: readonly string[]): string {
  const module = LATE.indexOf(name);
  return [
    `import { absent } from ${JSON.stringify(helper)};`,
    ...entries.map(
      (entry, at) => `export let ${entry} = /*#__PURE__*/ absent(${module}, ${at}, (real) => { ${entry} = real; });`,
    ),
  ].join('\n');
}

/** Puts what late modules and halves bring in the place of stand-ins. */
async function fill(context: Rolldown.PluginContext, split: readonly Numbered[]): Promise<string> {
  const lines = [`import { fill } from ${JSON.stringify(helper)};`];
  const lists: string[] = [];
  for (const [module, name] of LATE.entries()) {
    // One after the other: the order is that of the numbers.
    // oxlint-disable-next-line no-await-in-loop
    const entries = await exportsOf(context, name);
    const imported = entries.map((entry, at) => [entry, `m${module}_${at}`] as const);
    const names = imported.map(([entry, local]) => `${entry} as ${local}`);
    lines.push(`import { ${names.join(', ')} } from ${JSON.stringify(resolve(ROOT, name))};`);
    lists.push(`[${imported.map(([, local]) => local).join(', ')}]`);
  }
  for (const { file, number } of split) {
    lines.push(`import { $late as m${number} } from ${JSON.stringify(LATE_HALF + file)};`);
    lists[number] = `m${number}`;
  }
  return [...lines, `fill([${Array.from(lists, (list) => list ?? '[]').join(', ')}]);`].join('\n');
}

/** What may be split: machines, and what is played in them. A host is not asked again when something was absent. */
const CAN_BE_SPLIT = /^src\/(?:kernel|python|stdlib|werkzeug|machine|examples)\//;

/**
 * Has the functions of a part say that they are called.
 * @param codes takes the code of each module.
 */
function counting(codes: Map<string, string>): Plugin {
  return {
    name: 'counting',
    resolveId: (specifier) => (specifier === CALLED ? CALLED : null),
    load: (id) => (id === CALLED ? COUNTER : null),
    transform(code, id) {
      if (!CAN_BE_SPLIT.test(nameOf(id)) || isLate(id)) return null;
      codes.set(id, code);
      return { code: counted(code, nameOf(id), CALLED), map: null };
    },
  };
}

/** Gives the halves of modules in their places. */
function halves(split: readonly Numbered[]): Plugin {
  const halvesOf = new Map(split.map((half) => [half.file, half]));
  return {
    name: 'halves',
    enforce: 'pre',
    resolveId: (specifier) => (specifier.startsWith(LATE_HALF) ? specifier : null),
    load(id) {
      const half = id.startsWith(LATE_HALF) ? halvesOf.get(id.slice(LATE_HALF.length))?.late : halvesOf.get(id)?.early;
      return half === undefined ? null : { code: half, moduleType: 'js' };
    },
  };
}

/** What is left to a later part of each module, since the examples of a first Run do not use it. */
async function splitModules(): Promise<readonly Numbered[]> {
  const codes = new Map<string, string>();
  const chunks = await bundle(['core'], false, { isCore: () => true, split: [], plugins: [counting(codes)] });
  const called = await firstUse(collect(chunks, 'core.js').map(textOf));
  return [...codes].flatMap(([file, code], at) => {
    const number = LATE.length + at;
    const halves = splitModule(code, {
      number,
      early: file,
      helper,
      resolve: (specifier) => (specifier.startsWith('.') ? resolve(dirname(file), specifier) : specifier),
      isLate: (name) => !called.has(`${nameOf(file)}#${name}`),
    });
    return halves === undefined ? [] : [{ ...halves, file, number }];
  });
}

interface Bundling {
  readonly isCore: (file: string) => boolean;
  readonly split: readonly Numbered[];
  readonly plugins?: readonly Plugin[];
}

/** Bundles some of the parts. */
async function bundle(
  names: readonly PartName[],
  isServed: boolean,
  { isCore, split, plugins = [] }: Bundling,
): Promise<readonly Rolldown.OutputChunk[]> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    root: ROOT,
    plugins: [lateModules(isCore, split), halves(split), ...(isServed ? [] : [privateNames()]), ...plugins],
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
          sourcemapPathTransform: (source, map) => `glaswerk:///${nameOf(resolve(ROOT, dirname(map), source))}`,
        },
      },
    },
  });
  const [written] = Array.isArray(result) ? result : [result];
  if (written === undefined || !('output' in written)) throw new Error('the parts of the worker were not built');
  return written.output.filter((file) => file.type === 'chunk');
}

/** The modules of each part, in the order in which they are to be loaded. */
async function buildParts(
  isServed: boolean,
  isSplit: boolean,
): Promise<ReadonlyMap<string, readonly Rolldown.OutputChunk[]>> {
  // While one develops, functions stay where debuggers look for them.
  const split = isSplit && !isServed ? await splitModules() : [];
  const alone = await bundle(['core'], isServed, { isCore: () => true, split });
  const core = new Set(alone.flatMap(({ modules }) => Object.keys(modules)));
  const chunks = await bundle(PARTS, isServed, {
    isCore: (file) => core.has(file) || isHub(file),
    split: split.filter(({ file }) => core.has(file)),
  });
  const known = new Set<string>();
  return new Map(PARTS.map((name) => [name, collect(chunks, `${name}.js`, known)]));
}

/** A chunk after those that it imports, without those that are `known`. */
function collect(
  chunks: readonly Rolldown.OutputChunk[],
  fileName: string,
  known = new Set<string>(),
): Rolldown.OutputChunk[] {
  const chunk = chunks.find((candidate) => candidate.fileName === fileName);
  if (chunk === undefined || known.has(fileName)) return [];
  known.add(fileName);
  return [...chunk.imports.flatMap((name) => collect(chunks, name, known)), chunk];
}

/** The module as text; it names what it imports `"part:NAME"`. */
const textOf = ({ name, code }: Rolldown.OutputChunk): readonly [string, string] => [
  name,
  inOneByte(code).replaceAll(/(?<=\b(?:from|import)\s*)["'`]\.\/([\w-]+)\.js["'`]/g, '"part:$1"'),
];

/**
 * `import modules from './parts/core.ts?part'`.
 * @param isSplit whether the parts come one after the other: a page that has them all gains nothing by stand-ins.
 */
export function workerParts(isSplit = true): Plugin {
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
      parts ??= buildParts(isServed, isSplit);
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
