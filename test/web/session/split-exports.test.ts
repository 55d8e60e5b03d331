/** Several names that are exported in one declaration are exported one by one, on the lines where they were. */
import { expect, test } from 'vitest';
import { compile } from '../../../web/session/compile.ts';
import { splitExports } from '../../../web/session/split-exports.ts';

test.each([
  ['export const a = f, b = g;', 'export const a = f; export const b = g;'],
  ['export let a, b = 3, c;', 'export let a; export let b = 3; export let c;'],
  ['export const a = f,\n  b = g\nexport default b', 'export const a = f; export const\n  b = g\nexport default b'],
  ['export const { a, b } = o, c = [1, 2];', 'export const { a, b } = o; export const c = [1, 2];'],
  ["export const a = ',', b = `,${[1, 2]},`;", "export const a = ','; export const b = `,${[1, 2]},`;"],
  ['export const a = /[,/]"/, b = x / 2 / 1; // a, b', 'export const a = /[,/]"/; export const b = x / 2 / 1; // a, b'],
  ['export const a = () => 1 // x, y\n, b = 2', 'export const a = () => 1 // x, y\n; export const b = 2'],
  [
    'export const f = (a, b) => {\n  return a, b;\n}, g = 1',
    'export const f = (a, b) => {\n  return a, b;\n}; export const g = 1',
  ],
])('%j', (code, expected) => {
  expect(splitExports(code)).toBe(expected);
});

test.each([
  'export const a = 1;\nconst b = 2, c = 3;',
  'export const a = 1\nfoo(1), bar(2)',
  'export const a = f(1, 2);',
  'export default [1, 2]',
  'const text = "export const a = 1, b = 2";',
  'export const a = {\n  b: 1,\n  c: 2,\n}\nlet d, e',
  'export const a = `\n, b`',
])('%j stays as it is', (code) => {
  expect(splitExports(code)).toBe(code);
});

const run = (source: string): Record<string, unknown> => {
  const code = compile(source);
  if (typeof code !== 'string') throw new Error(code.message);
  const body = code.slice(code.indexOf('{') + 1, code.lastIndexOf('}'));
  const exports: Record<string, unknown> = {};
  // oxlint-disable-next-line no-implied-eval -- as a worker does
  new Function('require', 'exports', body)(() => ({}), exports);
  return exports;
};

test('an app with several exports in one declaration runs, with types', () => {
  const source =
    'const f = 1;\nexport const a: Map<string, number> = new Map<string, number>(), b: number = f,\n  c = 3;';
  expect(run(source)).toMatchObject({ a: new Map(), b: 1, c: 3 });
  expect(run('export let a = 1, b = 2;\nb = a + 5;')).toMatchObject({ a: 1, b: 6 });
});

test('a fault beside them is told at its line', () => {
  expect(compile('export const a = 1,\n  b = 2;\nexport const c = ;')).toMatchObject({ line: 3 });
});
