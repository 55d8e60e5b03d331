/** Scripts whose few characters beyond ASCII are written as escapes. */
import type { Plugin } from 'vite';

/** At most one character in this many is written as an escape: Chinese texts would be twice as long. */
const FEW = 100;

const BEYOND = /[^\0-\x7f]/g;

/** The same script in ASCII alone. */
export const inAscii = (code: string): string =>
  code.replaceAll(BEYOND, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** An engine keeps two bytes for each character of a script that has one beyond Latin-1. */
export const inOneByte = (code: string): string =>
  (code.match(BEYOND)?.length ?? 0) * FEW <= code.length ? inAscii(code) : code;

/** Writes the chunks of the page in that way. */
export const oneByteChunks = (): Plugin => ({
  name: 'one-byte-chunks',
  apply: 'build',
  generateBundle: {
    // When vite has put its last touches to them.
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = inOneByte(file.code);
    },
  },
});
