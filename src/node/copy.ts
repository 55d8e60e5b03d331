/**
 * `glaswerk copy DIR`: copies the folder that a site hosts into a folder of its own, named after the version, and
 * prints the lines to paste. Older versions stay: pages that name them keep working.
 */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the command writes: the terminal, or a test. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** What is copied. */
export interface Release {
  /** The folder that `vite build` has written. */
  readonly folder: string;
  readonly version: string;
}

const HELP = `Usage: glaswerk copy DIR

Copies what a site hosts (the loader, the engine, the workbench) to DIR/glaswerk-VERSION, and prints the lines for your
pages. Folders of other versions are left as they are. Run again, it writes only what has changed.

DIR is a folder whose files your site serves as they are: docs/static, docs/_static, public, …
`;

const INTEGRITY = 'integrity.json';

/** Something is wrong with what was asked for; the message says what to do. */
class CopyError extends Error {
  override readonly name = 'CopyError';
}

/** Runs the command; returns its exit code: 0 copied, 2 not copied. */
export async function copy(args: readonly string[], at: Output, release: Release = ownRelease()): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    at.out(HELP);
    return 0;
  }
  try {
    at.out(copyTo(targetOf(args), release));
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    at.err(`glaswerk copy: ${error.message}\n`);
    return 2;
  }
}

/** The release that this program belongs to. */
function ownRelease(): Release {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const { version } = manifest as { readonly version: string };
  return { folder: fileURLToPath(new URL('../page', import.meta.url)), version };
}

function targetOf(args: readonly string[]): string {
  const unknown = args.find((arg) => arg.startsWith('-'));
  if (unknown !== undefined) throw new CopyError(`${unknown} is no option; glaswerk copy --help lists what there is`);
  const [target, ...more] = args;
  if (target === undefined) throw new CopyError('name the folder to copy to, such as docs/static');
  if (more.length > 0) throw new CopyError(`name one folder; there are ${args.length}: ${args.join(' ')}`);
  return target;
}

/** Copies, and returns what there is to say. Throws CopyError for a target that cannot be one. */
function copyTo(target: string, { folder, version }: Release): string {
  const files = filesOf(folder);
  checkTarget(target, folder);
  const name = `glaswerk-${version}`;
  const place = join(target, name);
  if (kindOf(place) === 'file') throw new CopyError(`${place} is a file; move it away, the folder needs its name`);
  const contents = new Map(files.map((file) => [file, readFileSync(join(folder, file))]));
  const hashes = Object.fromEntries([...contents].map(([file, content]) => [file, integrityOf(content)]));
  const listing = `${JSON.stringify({ version, files: hashes }, null, 2)}\n`;
  let written = 0;
  for (const [file, content] of [...contents, [INTEGRITY, Buffer.from(listing)] as const]) {
    if (writeIfNew(join(place, file), content)) written += 1;
  }
  const state = written === 0 ? 'nothing has changed' : `${written} written`;
  return `${place}: ${contents.size + 1} files, ${state}\n\n${linesFor(name, hashes)}`;
}

function filesOf(folder: string): string[] {
  if (kindOf(folder) !== 'folder') {
    throw new CopyError(`${folder} is not there; in a clone of the project, npm run build writes it`);
  }
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

function checkTarget(target: string, folder: string): void {
  const kind = kindOf(target);
  if (kind === 'file') throw new CopyError(`${target} is a file; name the folder that is to hold glaswerk-VERSION`);
  if (kind === undefined)
    throw new CopyError(`${target} is not there; make it first, or name the folder that you mean`);
  const path = resolve(target);
  const isInside = path === resolve(folder) || path.startsWith(resolve(folder) + sep);
  if (isInside) throw new CopyError(`${target} is what is copied; name a folder of your site`);
  if (path.split(sep).includes('node_modules')) {
    throw new CopyError(
      `${target} is in node_modules, which the next npm install may empty; name a folder of your site`,
    );
  }
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return lstatSync(path, { throwIfNoEntry: false }) === undefined ? undefined : 'file';
  return stats.isDirectory() ? 'folder' : 'file';
}

/** Whether the file was not there with this content. */
function writeIfNew(path: string, content: Uint8Array): boolean {
  if (kindOf(path) === 'file' && readFileSync(path).equals(content)) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return true;
}

const integrityOf = (content: Uint8Array): string => `sha384-${createHash('sha384').update(content).digest('base64')}`;

function linesFor(name: string, hashes: Readonly<Record<string, string>>): string {
  const integrity = (file: string): string => `integrity="${hashes[file]}" crossorigin="anonymous"`;
  return `For the head of your pages; put the address of the folder, as your site serves it, in the place of "/":

<link rel="stylesheet" href="/${name}/glaswerk.css" ${integrity('glaswerk.css')}>
<script defer src="/${name}/glaswerk.js" ${integrity('glaswerk.js')}></script>

For pages that embed it in an iframe (src="/${name}/embed.html?…") instead:

<script defer src="/${name}/glaswerk-frame.js" ${integrity('glaswerk-frame.js')}></script>

The hashes of all files are in ${name}/${INTEGRITY}.
`;
}
