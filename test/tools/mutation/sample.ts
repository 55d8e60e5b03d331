/**
 * Which lines of the sources are mutated: all of them, some, or a sample. In the tool's own words: `file`,
 * `file:from-to`.
 */
import { readFileSync, statSync } from 'node:fs';
import { filesUnder } from '../../support/source.ts';

/**
 * Lines that are taken together: long enough for a function, since a mutant counts only when it is inside as a whole.
 */
const BLOCK = 20;

const MUTABLE = /(?<!\.d)\.ts$/;
/** The build reads the arguments of such a call as text: a file with a fault there cannot be loaded at all. */
const READ_AS_TEXT = 'import.meta.glob';
const RANGE = /^(?<file>.+\.ts):\d+(?::\d+)?-\d+(?::\d+)?$/;

/**
 * The places to mutate for arguments of the command: files, folders and ranges of lines. One block of `oneOf` is taken
 * of each file.
 */
export function placesOf(paths: readonly string[], oneOf: number): readonly string[] {
  return paths.flatMap((path) => {
    if (RANGE.test(path)) return [path];
    const files = statSync(path).isDirectory() ? filesUnder(path, MUTABLE).filter(isLoadable) : [path];
    return oneOf === 1 ? files : files.flatMap((file) => sampleOf(file, readFileSync(file, 'utf8'), oneOf));
  });
}

const isLoadable = (file: string): boolean => !readFileSync(file, 'utf8').includes(READ_AS_TEXT);

/**
 * Chooses one of every few blocks of lines, by a number made of path and position, so that a sample is the same each
 * time.
 */
export function sampleOf(file: string, text: string, oneOf: number): readonly string[] {
  const blocks = Math.ceil(text.split('\n').length / BLOCK);
  return Array.from({ length: blocks }, (_, index) => index)
    .filter((index) => hashOf(`${file}#${index}`) % oneOf === 0)
    .map((index) => `${file}:${index * BLOCK + 1}-${(index + 1) * BLOCK}`);
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash >>> 8;
}
