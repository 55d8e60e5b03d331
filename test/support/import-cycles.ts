/** Cycles of imports among files, type-only imports included. */
import { posix } from 'node:path';
import type { Source } from './source.ts';

/** The groups of files that import each other in a cycle; each group sorted, and the groups by their first file. */
export function importCycles(sources: readonly Pick<Source, 'path' | 'imports'>[]): string[][] {
  const known = new Set(sources.map(({ path }) => path));
  const targets = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => posix.join(posix.dirname(path), specifier.replace(/\?.*$/, '')))
        .filter((target) => known.has(target)),
    ]),
  );
  return stronglyConnected(targets)
    .filter((group) => group.length > 1 || targets.get(group[0] as string)?.includes(group[0] as string) === true)
    .map((group) => group.toSorted())
    .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1));
}

/** Strongly connected components, by Tarjan's algorithm. */
function stronglyConnected(targets: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const groups: string[][] = [];
  const visit = (file: string): number => {
    const own = index.size;
    index.set(file, own);
    low.set(file, own);
    stack.push(file);
    for (const target of targets.get(file) ?? []) {
      if (!index.has(target)) low.set(file, Math.min(low.get(file) as number, visit(target)));
      else if (stack.includes(target)) low.set(file, Math.min(low.get(file) as number, index.get(target) as number));
    }
    if (low.get(file) === own) groups.push(stack.splice(stack.indexOf(file)));
    return low.get(file) as number;
  };
  for (const file of targets.keys()) if (!index.has(file)) visit(file);
  return groups;
}
