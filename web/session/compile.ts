/** From the reader's TypeScript, or JavaScript, to what the worker can load. Line 7 of the source is line 7 of the outcome. */
import { transform } from 'sucrase';
import type { AppProblem } from '../../src/host/protocol.ts';

/** The first words of the only line that is longer than in the source; see web/sandbox/app-loader.ts for who calls it. */
const HEAD = 'export const run=(require,exports)=>{';

/** JavaScript, or what is wrong with the source. Types are dropped, not checked. */
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
