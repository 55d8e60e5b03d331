/**
 * What an app on the page can import: `glaswerk`, as far as it is for code inside of a machine, and its sub-paths for
 * Python's modules.
 */
import * as inside from '../../src/inside.ts';

const PACKAGE = 'glaswerk';

const files = import.meta.glob<object>('../../src/modules/*.ts', { eager: true });

const modules: ReadonlyMap<string, object> = new Map([
  [PACKAGE, Object.freeze({ ...inside })],
  ...Object.entries(files).map(([path, module]) => {
    const name = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
    return [`${PACKAGE}/${name}`, Object.freeze({ ...module })] as const;
  }),
]);

/** A module by its name. Throws Error when an app cannot import it. */
export function provide(name: string): object {
  const module = modules.get(name);
  if (module !== undefined) return module;
  const other = name.startsWith(`${PACKAGE}/`) ? [...modules.keys()].join(', ') : `'${PACKAGE}' and its sub-paths`;
  throw new Error(`there is no module '${name}' here; an app can import from ${other}`);
}
