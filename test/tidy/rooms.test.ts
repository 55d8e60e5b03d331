/** The compiler knows the same rooms as the rules, and no files import each other in a circle. */
import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importCycles } from '../support/import-cycles.ts';
import { parse } from '../support/source.ts';
import { MAY_IMPORT, VOCABULARY_CONFIG } from './rooms.ts';
import { IN_SRC_OR_WEB } from './rule.ts';
import { sources } from './sources.ts';

interface TypeScriptConfig {
  readonly compilerOptions?: { readonly lib?: readonly string[]; readonly types?: readonly string[] };
  readonly references?: readonly { readonly path: string }[];
}

const readConfig = (path: string): TypeScriptConfig => JSON.parse(readFileSync(path, 'utf8')) as TypeScriptConfig;

const references = (folder: string): string[] =>
  (readConfig(`${folder}/tsconfig.json`).references ?? []).map(({ path }) => posix.join(folder, path)).toSorted();

describe('the compiler is told the same', () => {
  test.each(Object.entries(MAY_IMPORT))(
    '%s/tsconfig.json references exactly what the folder may import',
    (folder, allowed) => {
      expect(references(folder)).toEqual([...allowed, VOCABULARY_CONFIG].toSorted());
    },
  );

  test('the rooms of src know neither browser nor Node', () => {
    const { compilerOptions } = readConfig('tsconfig.base.json');
    expect(compilerOptions?.lib).toEqual(['es2023']);
    expect(compilerOptions?.types).toEqual([]);
    for (const folder of Object.keys(MAY_IMPORT).filter((room) => room.startsWith('src') && room !== 'src/node')) {
      const own = readConfig(`${folder}/tsconfig.json`).compilerOptions;
      expect([own?.lib, own?.types], folder).toEqual([undefined, undefined]);
    }
  });

  test('tsconfig.json lists every folder of the table and the tests, and compiles nothing itself', () => {
    const { references: listed = [], ...rest } = readConfig('tsconfig.json');
    expect(listed.map(({ path }) => path).toSorted()).toEqual(
      [...Object.keys(MAY_IMPORT), 'test', VOCABULARY_CONFIG].toSorted(),
    );
    expect(rest).toEqual({ files: [] });
  });

  test.each(['src', 'web'])('every folder of %s is in the table', (top) => {
    const folders = readdirSync(top, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name: folder } of folders) expect(Object.keys(MAY_IMPORT)).toContain(`${top}/${folder}`);
  });

  test('what a face knows of its machine is compiled without a document, and the texts without a browser', () => {
    expect(readConfig('web/session/tsconfig.json').compilerOptions?.lib).toEqual([
      ...['es2023', 'webworker', 'webworker.iterable'],
    ]);
    expect(readConfig('web/texts/tsconfig.json').compilerOptions?.lib).toBeUndefined();
  });
});

describe('imports', () => {
  test('have no cycle among the files of src and web, types included', () => {
    expect(importCycles(sources.filter(({ path }) => IN_SRC_OR_WEB.test(path)))).toEqual([]);
  });

  test('would be found in a cycle, through a type and across folders', () => {
    const samples = [
      parse('src/kernel/a.ts', `import type { B } from './net/b.ts';\nexport type A = B;`),
      parse('src/kernel/net/b.ts', `export { type C as B } from '../c.ts';`),
      parse('src/kernel/c.ts', `export type C = import('./a.ts').A;`),
      parse('src/kernel/d.ts', `import type { A } from './a.ts';\nexport type D = A;`),
    ];
    expect(importCycles(samples)).toEqual([['src/kernel/a.ts', 'src/kernel/c.ts', 'src/kernel/net/b.ts']]);
  });
});
