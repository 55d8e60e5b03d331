/** The documents below the paths that a user named, and files beside them: read, and never beyond a root. */
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isDocument } from './find/find.ts';
import { MOST_BYTES, SourceText, UnreadableError } from './source-text.ts';

/**
 * Documents in the order of their names. A file that is named is taken, whatever its ending; of a folder those with the
 * ending of a document, without `node_modules`, folders whose names begin with a dot, and links to folders.
 */
export function documentsBelow(path: string): string[] {
  return statSync(path).isDirectory() ? below(path) : [path];
}

function below(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((one, other) => compare(one.name, other.name));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isLeftOut(entry.name) ? [] : below(path);
    return isDocument(entry.name) && (entry.isFile() || isLinkToFile(path)) ? [path] : [];
  });
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const isLeftOut = (name: string): boolean => name === 'node_modules' || name.startsWith('.');

function isLinkToFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Throws UnreadableError that says why. */
export function readText(path: string, shown: string = path): SourceText {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES)
      throw new UnreadableError(`has ${size} bytes; files of more than ${MOST_BYTES} are not read`);
    return SourceText.decode(shown, readFileSync(path));
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * A file that a document names, relative to it or, with a slash in front, to the root. Links are followed before it is
 * decided whether it is below the root. Throws UnreadableError.
 */
export function readBeside(root: string, document: string, name: string): SourceText {
  const path = name.startsWith('/') ? join(root, name) : resolve(document, '..', name);
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    throw new UnreadableError(`is not there: ${shownPath(path)}`);
  }
  const away = relative(realpathSync(root), real);
  if (away.startsWith('..') || isAbsolute(away)) {
    throw new UnreadableError(`is not below the root folder ${shownPath(root)}; --root names another one`);
  }
  return readText(real, shownPath(path));
}

/** A path as reports name it: from the current folder, with slashes. */
export const shownPath = (path: string): string => {
  const from = relative(process.cwd(), resolve(path));
  return (from === '' ? '.' : from.startsWith('..') ? resolve(path) : from).replaceAll(sep, '/');
};
