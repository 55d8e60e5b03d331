/**
 * Compiles the reader's TypeScript, or JavaScript, to what the worker can load. Line 7 of the source stays line 7 of
 * the result.
 */
import { transform } from 'sucrase';
import type { AppProblem } from '../../src/host/app-faults.ts';
import { splitExports } from './split-exports.ts';

/**
 * Stands before the first line, the only one that becomes longer; web/sandbox/app-loader.ts calls this function, and
 * looks for the names that are imported.
 */
const HEAD = 'export const run=(require,exports)=>{';

/** Imports of names of this package. Those of types are removed by the compiler. */
const IMPORT = /^[ \t]*import\s+(?!type\b)(?:[\w$]+\s*,\s*)?\{([^}]*)\}\s*from\s*(['"])(glaswerk[^'"]*)\2/gm;
const NAME = /(?<!\btype\s+)\b([\w$]+)(?:\s+as\s+[\w$]+)?\s*(?:,|$)/g;

/** The names that the code imports and uses: the module, the name, and the line. */
function importsOf(source: string, code: string): readonly (readonly [module: string, name: string, line: number])[] {
  return [...source.matchAll(IMPORT)].flatMap(({ 0: whole, 1: names = '', 3: module = '', index }) => {
    const line = source.slice(0, index + whole.indexOf('import')).split('\n').length;
    return [...names.matchAll(NAME)].flatMap(({ 1: name = '', index: at }) => {
      // The compiler writes each use of a value as a member of its module.
      if (!new RegExp(String.raw`\b_\w+\.${name.replaceAll('$', String.raw`\$`)}(?![\w$])`).test(code)) return [];
      const before = whole.slice(0, whole.indexOf('{') + 1) + names.slice(0, at);
      return [[module, name, line + before.trimStart().split('\n').length - 1] as const];
    });
  });
}

function toCommonJs(source: string): string {
  const all = transform(source, { transforms: ['typescript', 'imports'], disableESTransforms: true }).code;
  if (!/\bexport\s+(?:const|let|var)\b/.test(source)) return all;
  const plain = transform(source, { transforms: ['typescript'], disableESTransforms: true }).code;
  const split = splitExports(plain);
  return split === plain ? all : transform(split, { transforms: ['imports'], disableESTransforms: true }).code;
}

/** JavaScript, or what is wrong with the source. Types are removed, not checked. */
export function compile(source: string): string | AppProblem {
  try {
    const code = toCommonJs(source);
    return `${HEAD}${code}\n}\nexport const imports=${JSON.stringify(importsOf(source, code))}`;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const [, message = text, line] = /^(?:Error transforming [^:]*: )?(.*?)(?: \((\d+):\d+\))?$/s.exec(text) ?? [];
    return { when: 'compile', message: `SyntaxError: ${message}`, line: line === undefined ? undefined : Number(line) };
  }
}
