/**
 * The app editor: the presets as readers see them, the reader's versions that a browser keeps, and what the worker
 * gets.
 */
import { describe, expect, test } from 'vitest';
import { PRESETS } from '../../../../src/index.ts';
import * as inside from '../../../../src/inside.ts';
import { compile } from '../../../../web/session/compile.ts';
import { Drafts, draftName } from '../../../../web/session/drafts.ts';
import { presetIn } from '../../../../web/parts/editor/preset-texts.ts';
import { ENGLISH, loadTexts } from '../../../../web/texts/texts.ts';
import { presetSource } from '../../../../web/parts/editor/preset-source.ts';

describe('preset sources', () => {
  test.each(PRESETS.map(({ name }) => name))('%s imports from glaswerk alone, exports app, and compiles', (name) => {
    const source = presetSource(name) ?? '';
    const specifiers = [...source.matchAll(/from '([^']*)'/g)].map(([, specifier]) => specifier);
    expect(new Set(specifiers)).toEqual(new Set(['glaswerk']));
    expect(source).toContain('export const app');
    expect(compile(source)).toBeTypeOf('string');
  });

  test('presets import only what the worker gives to apps', () => {
    const given = Object.keys(inside);
    const wanted = PRESETS.flatMap(
      ({ name }) => /^import \{ ([^}]*) \}/m.exec(presetSource(name) ?? '')?.[1]?.split(', ') ?? [],
    );
    expect(given).not.toEqual([]);
    expect(wanted.filter((name) => !given.includes(name))).toEqual([]);
  });

  test('there is none for a name that no preset has', () => {
    expect(presetSource('absent')).toBeUndefined();
  });
});

test('the titles and notes of presets in English are those of the library, and every preset has Chinese ones', async () => {
  const chinese = await loadTexts('zh');
  for (const { name, title, note } of PRESETS) {
    expect(presetIn(ENGLISH, { name, title: '', note: '' })).toEqual({ name, title, note });
    expect(presetIn(chinese, { name, title, note }).note).not.toBe(note);
  }
  const unknown = { name: 'constructor', title: 'Another', note: 'A preset that the page does not know' };
  expect(presetIn(chinese, unknown)).toEqual(unknown);
});

describe('drafts', () => {
  test('are kept under the preset, or under the source that a link brought', () => {
    const kept = new Map<string, string>();
    const drafts = new Drafts(() => ({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => void kept.set(key, text),
      removeItem: (key) => void kept.delete(key),
    }));
    const [own, linked] = [draftName('hello', undefined), draftName('hello', 'export const app = 1;')];
    expect(drafts.write(own, 'mine')).toBe(true);
    expect(drafts.write(linked, 'theirs, changed')).toBe(true);
    expect([drafts.read(own), drafts.read(linked)]).toEqual(['mine', 'theirs, changed']);
    expect(drafts.read(draftName('hello', 'export const app = 2;'))).toBeUndefined();
    drafts.write(own, undefined);
    expect(drafts.read(own)).toBeUndefined();
    expect(kept.size).toBe(1);
  });

  test('are absent in a browser that refuses to store anything', () => {
    const drafts = new Drafts(() => {
      throw new Error('SecurityError');
    });
    expect(drafts.write('hello', 'mine')).toBe(false);
    expect(drafts.read('hello')).toBeUndefined();
  });
});

/** The line of a text that contains a word, from 1. */
const lineOf = (code: string, word: string): number => code.split('\n').findIndex((line) => line.includes(word)) + 1;

describe('compile', () => {
  test('removes types, and leaves every line where it is', () => {
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

  test('turns a dynamic import into a request for a module, which only the modules of the worker can answer', () => {
    expect(compile(`export const app = () => import('https://elsewhere.example/x.js');`)).not.toContain('import(');
  });

  test('reports the line of a syntax error', () => {
    expect(compile('const a = 1;\nconst b = ;\n')).toEqual({
      when: 'compile',
      message: 'SyntaxError: Unexpected token',
      line: 2,
    });
  });

  test('accepts JavaScript', () => {
    expect(compile(`export default function* app() { yield new Uint8Array(1); }`)).toContain(
      'exports. default = function* app()',
    );
  });
});
