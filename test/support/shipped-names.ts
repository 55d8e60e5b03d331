/** The names of the methods that Glaswerk itself mirrors. */
import { mirroredNames } from '../../src/index.ts';
import { filesUnder, readSource } from './source.ts';

/** The modules that are announced in src: `registerClass('module', …)`, `registerFunction('module', …)`. */
const modules = (): Set<string> =>
  new Set(
    filesUnder('src', /\.ts$/).flatMap((path) =>
      [...readSource(path).text.matchAll(/\bregister\w+\(\s*'([\w.]+)'/g)].map(([, module = '']) => module),
    ),
  );

/** Without those that other tests of the same process have registered. */
export function shippedNames(): readonly string[] {
  const shipped = [...modules()];
  return mirroredNames().filter((name) => shipped.some((module) => name.startsWith(`${module}.`)));
}
