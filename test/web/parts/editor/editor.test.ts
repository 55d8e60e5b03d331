/** The app editor's two texts: the presets as readers see them, and what is made of a source for the worker. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PRESETS } from '../../../../src/index.ts';
import { compile } from '../../../../web/session/compile.ts';
import { presetSource } from '../../../../web/parts/editor/preset-source.ts';

describe('preset sources', () => {
  test.each(PRESETS.map(({ name }) => name))('%s imports from glaswerk alone, exports app, and compiles', (name) => {
    const source = presetSource(name);
    const specifiers = [...source.matchAll(/from '([^']*)'/g)].map(([, specifier]) => specifier);
    expect(new Set(specifiers)).toEqual(new Set(['glaswerk']));
    expect(source).toContain('export const app');
    expect(compile(source)).toBeTypeOf('string');
  });

  test('everything that presets import is what the worker gives to apps', () => {
    const loader = readFileSync('web/sandbox/app-loader.ts', 'utf8');
    const given: readonly string[] =
      /const GLASWERK = Object\.freeze\(\{([^}]*)\}/.exec(loader)?.[1]?.match(/\w+/g) ?? [];
    const wanted = PRESETS.flatMap(
      ({ name }) => /^import \{ ([^}]*) \}/m.exec(presetSource(name))?.[1]?.split(', ') ?? [],
    );
    expect(given).not.toEqual([]);
    expect(wanted.filter((name) => !given.includes(name))).toEqual([]);
  });

  test('a name without a source is said', () => {
    expect(presetSource('absent')).toContain('no preset ‘absent’');
  });
});

/** The line of the outcome on which a word stands, from 1. */
const lineOf = (code: string, word: string): number => code.split('\n').findIndex((line) => line.includes(word)) + 1;

describe('compile', () => {
  test('keeps lines: types go, and what is left stays where it is', () => {
    const source = `import { Request } from 'glaswerk';
import type { WsgiApp } from 'glaswerk';

interface Gone {
  readonly name: string;
}

export const app = Request.application((request: unknown): never => {
  throw new Error(\`marker \${request as string}\`);
});
`;
    const code = compile(source);
    expect(code).toBeTypeOf('string');
    expect(lineOf(code as string, 'marker')).toBe(lineOf(source, 'marker'));
    expect(code).not.toContain('Gone');
    expect(code).not.toMatch(/^\s*import /m);
  });

  test('turns a dynamic import into a request for a module, which only the worker’s own can meet', () => {
    expect(compile(`export const app = () => import('https://elsewhere.example/x.js');`)).not.toContain('import(');
  });

  test('tells the line of a syntax error', () => {
    expect(compile('const a = 1;\nconst b = ;\n')).toEqual({
      when: 'compile',
      message: 'SyntaxError: Unexpected token',
      line: 2,
    });
  });

  test('takes JavaScript too', () => {
    expect(compile(`export default function* app() { yield new Uint8Array(1); }`)).toContain(
      'exports. default = function* app()',
    );
  });
});
