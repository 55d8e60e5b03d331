/** A module in two halves: what moves, what stays, and how both find each other. */
import { expect, test } from 'vitest';
import { candidatesOf, splitModule, type Halves } from './split-module.ts';

const FILLER = `'${'long enough to be worth a stand-in '.repeat(4)}'`;

const split = (code: string, ...kept: readonly string[]): Halves | undefined =>
  splitModule(code, {
    number: 7,
    early: '/m.js',
    helper: '/late.js',
    resolve: (specifier) => `/x/${specifier}`,
    isLate: (name) => !kept.includes(name),
  });

test('functions and methods can be moved, constructors and computed members cannot', () => {
  const code = `export const f = () => 1; function g() {} class A { constructor() {} m() {} static s() {} get v() {} [x]() {} }`;
  expect(candidatesOf(code).map(({ name }) => name)).toEqual(['f', 'g', 'A.m', 'A.static s', 'A.v']);
});

test('what is used stays, and a module of which all is used is not split', () => {
  expect(split(`export function used() { return ${FILLER}; }`, 'used')).toBeUndefined();
});

test('a late function takes along what only it uses, and finds the rest', () => {
  const halves = split(
    `import { a, b } from './a.js';
    const table = [a];
    const shared = [b];
    export const kept = () => shared;
    export function late() { return [table, shared, ${FILLER}]; }`,
    'kept',
  );
  expect(halves?.early).toContain('let late = /*#__PURE__*/ $absent7(7, 0, (real) => { late = real; });');
  expect(halves?.early).toContain('export { late, shared as $7shared };');
  expect(halves?.early).not.toContain('table');
  expect(halves?.late).toContain('import { a as a } from "/x/./a.js";');
  expect(halves?.late).not.toContain('"/x/./a.js";\nimport { b');
  expect(halves?.late).toContain('import { $7shared as shared } from "/m.js";');
  expect(halves?.late).toContain('const table = [a];');
  expect(halves?.late).toContain('export const $late = [late];');
});

test('late members leave their class, in which stand-ins come first', () => {
  const halves = split(`export class A { static made = 1; used() {} late() { return new A(${FILLER}); } }`, 'A.used');
  expect(halves?.early).toMatch(
    /class A \{ static \{ \$absentMembers7\(this, 7, 0, "late"\); \} static made = 1; used\(\) \{\}\s*\}/,
  );
  expect(halves?.late).toContain('import { A } from "/m.js";');
  expect(halves?.late).toMatch(/\$late = \[class \{ late\(\)/);
});

test.each([
  ['calls a method of its base', `class A extends B { m() { return super.m(${FILLER}); } }`],
  ['uses a private name', `class A { #x = 1; m() { return [this.#x, ${FILLER}]; } }`],
  ['assigns to a variable of the module', `let n = 0; export function f() { n += 1; return ${FILLER}; }`],
  ['is called while the module is loaded', `export const t = f(); function f() { return ${FILLER}; }`],
])('a function stays that %s', (_why, code) => {
  expect(split(code)).toBeUndefined();
});
