/**
 * Compiles the reader's TypeScript, or JavaScript, to what the worker can load. Line 7 of the source stays line 7 of
 * the result.
 */
import { transform } from 'sucrase';
import type { AppProblem } from '../../src/host/protocol.ts';

/** Stands before the first line, the only one that becomes longer; web/sandbox/app-loader.ts calls this function. */
const HEAD = 'export const run=(require,exports)=>{';

/** JavaScript, or what is wrong with the source. Types are removed, not checked. */
export function compile(source: string): string | AppProblem {
  try {
    const { code } = transform(source, { transforms: ['typescript', 'imports'], disableESTransforms: true });
    return `${HEAD}${code}\n}`;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const [, message = text, line] = /^(?:Error transforming [^:]*: )?(.*?)(?: \((\d+):\d+\))?$/s.exec(text) ?? [];
    return { when: 'compile', message: `SyntaxError: ${message}`, line: line === undefined ? undefined : Number(line) };
  }
}
