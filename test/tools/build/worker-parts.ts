/**
 * Builds the program of the machine's worker in parts, which are loaded when they are wanted: `core` plays examples of
 * the apps that come with Glaswerk, `sessions` shows machines that play them step by step, `full` adds everything that
 * a face can ask for, `moments` finds moments for breakpoints, `apps` loads code of readers and authors. Each part is a
 * few modules as texts; `import modules from './parts/core.ts?part'` gives it. The worker makes blobs of them: a frame
 * of opaque origin cannot load a file by its address.
 *
 * Some modules of the machine are late: `core` has stand-ins for them (web/sandbox/late.ts says how they work), and
 * `sessions` or `full` brings them. So `core` is small although the machine imports all its modules at once, as a
 * library must. Of the other modules, what the examples in first-use.ts do not call is late too: the build plays them
 * to find out, and shows them step by step to find out what `sessions` needs.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { COUNTER, counted, firstUse, firstViews } from './first-use.ts';
import { LATE, LATE_VALUES } from './late-modules.ts';
import { inOneByte } from './in-ascii.ts';
import { privateNames } from './private-names.ts';
import { splitModule } from './split-module.ts';
import type { PartModules } from '../../../web/sandbox/program.ts';
import { ROOT } from '../../support/root.ts';

const folder = resolve(ROOT, 'web/sandbox/parts');
const helper = resolve(ROOT, 'web/sandbox/late.ts');

export const PARTS = ['core', 'sessions', 'full', 'moments', 'apps'] as const;
export type PartName = (typeof PARTS)[number];

const STAND_IN = '\0late:';
/** A late half of a module that is split, with the part that brings it. */
const LATE_HALF = '\0late-half:';
const CALLED = '\0called';
const FILL = 'virtual:late-';

/** The parts in which something is that others need, in the order in which they come. */
const STAGES = ['core', 'sessions', 'full'] as const;
type StageName = (typeof STAGES)[number];
const isBefore = (one: StageName, other: StageName): boolean => STAGES.indexOf(one) < STAGES.indexOf(other);

/** A module with late halves; halves are numbered after the late modules. */
interface Numbered {
  readonly file: string;
  readonly early: string;
  readonly late: readonly { readonly stage: StageName; readonly number: number; readonly code: string }[];
}

/** Which part brings a module, and which a late one. */
interface Places {
  readonly of: (file: string) => StageName;
  readonly ofLate: (file: string) => StageName;
}

const nameOf = (file: string): string => relative(ROOT, file).replaceAll('\\', '/');
const isLate = (file: string): boolean => LATE.includes(nameOf(file));

/** Whether a file only passes on what others export. */
const isHub = (file: string): boolean =>
  file.endsWith('.ts') &&
  !/^(?:export )?(?:const|let|class|function|abstract|async)\b/m.test(readFileSync(file, 'utf8'));

/** The part and the module of a late half. */
function halfOf(id: string): readonly [stage: StageName, file: string] {
  const [stage = '', file = ''] = id.slice(LATE_HALF.length).split('|');
  return [stage as StageName, file];
}

/**
 * Gives the importers of late modules their stand-ins, and what fills these. What comes with a late module, or after
 * it, imports it as it is.
 * @param split modules with late halves.
 */
function lateModules(places: Places, split: readonly Numbered[]): Plugin {
  const placeOf = (importer: string): StageName => {
    if (importer.startsWith(LATE_HALF)) return halfOf(importer)[0];
    return isLate(importer) ? places.ofLate(importer) : places.of(importer);
  };
  return {
    name: 'late-modules',
    enforce: 'pre',
    resolveId(specifier, importer) {
      if (specifier.startsWith(FILL)) return `\0${specifier}`;
      if (importer === undefined || (importer.startsWith('\0') && !importer.startsWith(LATE_HALF))) return null;
      if (!specifier.startsWith('.') && !specifier.startsWith(ROOT)) return null;
      // Halves name what they import in full.
      const file = resolve(dirname(importer), specifier);
      if (!isLate(file) || !isBefore(placeOf(importer), places.ofLate(file))) return null;
      if (!existsSync(file)) throw new Error(`${importer}: there is no ${file}`);
      return STAND_IN + file;
    },
    async load(id) {
      if (id.startsWith(`\0${FILL}`)) {
        return await fill(this, id.slice(FILL.length + 1) as StageName, { places, split });
      }
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

/** Puts what late modules and halves of a part bring in the place of stand-ins. */
async function fill(
  context: Rolldown.PluginContext,
  stage: StageName,
  { places, split }: { readonly places: Places; readonly split: readonly Numbered[] },
): Promise<string> {
  const lines = [`import { fill } from ${JSON.stringify(helper)};`];
  const lists: string[] = [];
  for (const [module, name] of LATE.entries()) {
    if (places.ofLate(resolve(ROOT, name)) !== stage) continue;
    // One after the other: the order is that of the numbers.
    // oxlint-disable-next-line no-await-in-loop
    const entries = await exportsOf(context, name);
    const imported = entries.map((entry, at) => [entry, `m${module}_${at}`] as const);
    const names = imported.map(([entry, local]) => `${entry} as ${local}`);
    lines.push(`import { ${names.join(', ')} } from ${JSON.stringify(resolve(ROOT, name))};`);
    lists.push(`[${module}, [${imported.map(([, local]) => local).join(', ')}]]`);
  }
  for (const { file, late } of split) {
    for (const { number } of late.filter((half) => half.stage === stage)) {
      lines.push(`import { $late as m${number} } from ${JSON.stringify(`${LATE_HALF}${stage}|${file}`)};`);
      lists.push(`[${number}, m${number}]`);
    }
  }
  // Logs show methods that were absent from now on.
  lines.push(`import { announceMembers } from ${JSON.stringify(resolve(ROOT, 'src/python/classes.ts'))};`);
  return [...lines, `fill([${lists.join(', ')}]);`, 'announceMembers();'].join('\n');
}

/** What may be split: machines, what is played and shown in them, and hosts. */
const CAN_BE_SPLIT = /^src\/(?:kernel|python|stdlib|werkzeug|machine|examples|trace|host|explain)\//;

/**
 * Has the functions of parts say that they are called.
 * @param codes takes the code of each module.
 */
function counting(codes: Map<string, string>): Plugin {
  return {
    name: 'counting',
    resolveId: (specifier) => (specifier === CALLED ? CALLED : null),
    load: (id) => (id === CALLED ? COUNTER : null),
    transform(code, id) {
      if (!CAN_BE_SPLIT.test(nameOf(id))) return null;
      codes.set(id, code);
      return { code: counted(code, nameOf(id), CALLED), map: null };
    },
  };
}

/** Gives the halves of modules in their places. */
function halves(split: readonly Numbered[]): Plugin {
  const halvesOf = new Map(split.map((half) => [half.file, half]));
  const lateCode = (id: string): string | undefined => {
    const [stage, file] = halfOf(id);
    return halvesOf.get(file)?.late.find((half) => half.stage === stage)?.code;
  };
  return {
    name: 'halves',
    enforce: 'pre',
    resolveId: (specifier) => (specifier.startsWith(LATE_HALF) ? specifier : null),
    load(id) {
      const code = id.startsWith(LATE_HALF) ? lateCode(id) : halvesOf.get(id)?.early;
      return code === undefined ? null : { code, moduleType: 'js' };
    },
  };
}

/** What the first examples call: to be played, and to be shown. */
interface Calls {
  /** Modules of the two first parts by their code. */
  readonly codes: ReadonlyMap<string, string>;
  readonly played: ReadonlySet<string>;
  readonly shown: ReadonlySet<string>;
}

async function countCalls(): Promise<Calls> {
  const nothingLate: Places = { of: () => 'full', ofLate: () => 'core' };
  const [played, codes] = [new Map<string, string>(), new Map<string, string>()];
  const plays = await bundle(['core'], false, { ...EVERYTHING, split: [], plugins: [counting(played)] });
  const views = await bundle(['core', 'sessions'], false, {
    places: nothingLate,
    split: [],
    plugins: [counting(codes)],
  });
  const known = new Set<string>();
  const parts = ['core.js', 'sessions.js'].map((file) => collect(views, file, known).map(textOf));
  return {
    codes,
    played: await firstUse(collect(plays, 'core.js').map(textOf)),
    shown: await firstViews(parts),
  };
}

/** What is left to later parts of each module, since the examples do not use it. */
function splitModules({ codes, played, shown }: Calls, placeOf: Places['of']): readonly Numbered[] {
  // By name, not as they were loaded, which is never the same: the numbers, and so the files, are those of every build.
  const files = [...codes].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return files.flatMap(([file, code], at) => {
    const place = placeOf(file);
    const late: { stage: StageName; number: number; code: string }[] = [];
    let early = code;
    const move = (stage: StageName, isLate: (name: string) => boolean): void => {
      const number = LATE.length + STAGES.length * at + STAGES.indexOf(stage);
      const halves = splitModule(early, {
        number,
        early: file,
        helper,
        resolve: (specifier) => (specifier.startsWith('.') ? resolve(dirname(file), specifier) : specifier),
        isLate: (name) => isLate(`${nameOf(file)}#${name}`),
      });
      if (halves === undefined) return;
      early = halves.early;
      late.push({ stage, number, code: halves.late });
    };
    // A host that plays is not asked again where something of its own was absent.
    if (place === 'core' && nameOf(file).startsWith('src/host/')) return [];
    if (place !== 'full') move('full', (name) => !played.has(name) && !shown.has(name));
    if (place === 'core') move('sessions', (name) => !played.has(name));
    return late.length === 0 ? [] : [{ file, early, late }];
  });
}

/** Places of the first part alone. */
const EVERYTHING = { places: { of: () => 'core', ofLate: () => 'full' } } as const satisfies { places: Places };

interface Bundling {
  readonly places: Places;
  readonly split: readonly Numbered[];
  readonly plugins?: readonly Plugin[];
}

/** Bundles some of the parts. */
async function bundle(
  names: readonly PartName[],
  isServed: boolean,
  { places, split, plugins = [] }: Bundling,
): Promise<readonly Rolldown.OutputChunk[]> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    root: ROOT,
    plugins: [lateModules(places, split), halves(split), ...(isServed ? [] : [privateNames()]), ...plugins],
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

/** The parts as a page has them. */
export async function builtParts(): Promise<ReadonlyMap<string, PartModules>> {
  const parts = await buildParts(false, true);
  return new Map([...parts].map(([name, chunks]) => [name, chunks.map(textOf)]));
}

/** The modules of each part, in the order in which they are to be loaded. */
async function buildParts(
  isServed: boolean,
  isSplit: boolean,
): Promise<ReadonlyMap<string, readonly Rolldown.OutputChunk[]>> {
  // While one develops, functions stay where debuggers look for them.
  const calls = isSplit && !isServed ? await countCalls() : undefined;
  const splitFor = (placeOf: Places['of']) => (calls === undefined ? [] : splitModules(calls, placeOf));
  // Values have no stand-ins: what exports some comes before all that may import it.
  const shown = new Set(
    [...(calls?.shown ?? LATE), ...Object.keys(LATE_VALUES)].map((name) => name.replace(/#.*/, '')),
  );
  const ofLate = (file: string): StageName => {
    // Where all parts come together, nothing is late.
    if (!isSplit) return 'core';
    return shown.has(nameOf(file)) ? 'sessions' : 'full';
  };
  const filesOf = async (names: readonly PartName[], of: Places['of']): Promise<ReadonlySet<string>> => {
    const chunks = await bundle(names, isServed, { places: { of, ofLate }, split: splitFor(of) });
    return new Set(chunks.flatMap(({ modules }) => Object.keys(modules)));
  };
  const core = await filesOf(['core'], () => 'core');
  const inCore = (file: string): boolean => core.has(file) || isHub(file);
  const session = await filesOf(['core', 'sessions'], (file) => (inCore(file) ? 'core' : 'sessions'));
  const of = (file: string): StageName => (inCore(file) ? 'core' : session.has(file) ? 'sessions' : 'full');
  const chunks = await bundle(PARTS, isServed, { places: { of, ofLate }, split: splitFor(of) });
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
