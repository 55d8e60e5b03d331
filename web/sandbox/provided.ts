/**
 * What an app on the page can import: `glaswerk`, as far as it is for code inside of a machine, and its sub-paths for
 * Python's modules.
 */
import * as inside from '../../src/inside.ts';
import { nearestName } from './nearest-name.ts';

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
  throw new Error(`there is no module '${name}' here${meant(name, modules.keys())}; an app can import from ${other}`);
}

/** What is wrong with the import of a name; undefined where the module has it. Throws as `provide` does. */
export function missing(module: string, name: string): string | undefined {
  const names = Object.keys(provide(module));
  if (names.includes(name)) return undefined;
  const places = [...modules].filter(([, others]) => name in others).map(([path]) => `'${path}'`);
  const elsewhere = places.length === 0 ? meant(name, names) : `; it is in ${places.join(', ')}`;
  return `'${module}' exports no '${name}'${elsewhere}`;
}

/** What to write in place of a variable that is not defined; empty where nothing is known. */
export function adviceOnName(name: string): string {
  const names = Object.keys(inside);
  return names.includes(name) ? `write import { ${name} } from '${PACKAGE}'` : question(name, names);
}

function question(name: string, names: Iterable<string>): string {
  const near = nearestName(name, names);
  return near === undefined ? '' : `did you mean '${near}'?`;
}

function meant(name: string, names: Iterable<string>): string {
  const asked = question(name, names);
  return asked === '' ? '' : `; ${asked}`;
}
