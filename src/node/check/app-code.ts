/**
 * Loads an app of the author's that an example names with `app-src`. It runs in this process, as any test of the
 * author's would: `check` runs no other code than such apps, and only from files below the root.
 */
import { compileFunction } from 'node:vm';
import { transform } from 'sucrase';
import { freshApp } from '../../index.ts';
import type { Program, WsgiApp } from '../../index.ts';
import * as inside from '../../inside.ts';
import { programApp } from '../../tooling.ts';

const PACKAGE = 'glaswerk';

const files = import.meta.glob<object>('../../modules/*.ts', { eager: true });

/** What an app can import: the package, and its sub-paths for modules of Python. */
const modules: ReadonlyMap<string, object> = new Map([
  [PACKAGE, inside],
  ...Object.entries(files).map(([path, module]) => {
    const name = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
    return [`${PACKAGE}/${name}`, module] as const;
  }),
]);

function provide(name: string): object {
  const module = modules.get(name);
  if (module !== undefined) return module;
  throw new Error(`there is no module '${name}' here; an app can import from '${PACKAGE}' and its sub-paths`);
}

/**
 * An app from TypeScript or JavaScript, evaluated again for each machine. Throws Error for text that does not compile,
 * for a module that throws, and for one that exports no app.
 */
export function loadApp(source: string, path: string): WsgiApp {
  const { code } = transform(source, {
    transforms: ['typescript', 'imports'],
    disableESTransforms: true,
    filePath: path,
  });
  const run = compileFunction(code, ['require', 'exports'], { filename: path }) as Evaluate;
  let first: WsgiApp | undefined = evaluate(run);
  return freshApp(() => {
    const made = first ?? evaluate(run);
    first = undefined;
    return made;
  });
}

type Evaluate = (require: (name: string) => object, exports: Record<string, unknown>) => void;

/** The export `program`, a `function*`; else the default export, `app`, or the only function there is. */
function evaluate(run: Evaluate): WsgiApp {
  const exports: Record<string, unknown> = {};
  run(provide, exports);
  const { program, ...others } = exports;
  if (program !== undefined) return programApp(program as Program);
  const functions = Object.values(others).filter((value) => typeof value === 'function');
  const app = others['default'] ?? others['app'] ?? (functions.length === 1 ? functions[0] : undefined);
  if (typeof app === 'function') return app as WsgiApp;
  throw new Error('it exports no app: a default export, `app`, or one function; or a `program`, a function*');
}
