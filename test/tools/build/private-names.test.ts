/** Short names for what is private: which are shortened, and that nobody can tell. */
import { expect, test } from 'vitest';
import { framesOf } from '../../../src/host/complaints.ts';
import { renamePrivate, shortName, shortNames } from './private-names.ts';

const FILE = 'src/kernel/x.ts';

/** The code with the names that its own source has as private ones shortened. */
function renamed(source: string, code = source.replaceAll(/\bprivate |: unknown/g, ''), file = FILE): string {
  const names = shortNames(new Map([[file, source]])).get(file);
  return renamePrivate(code, names ?? new Map()) ?? code;
}

test('fields, methods and accesses are renamed, variables and texts are not', () => {
  const source = `class A { private _list = []; private _state() { const _list = this?._list; return _list.concat(this._list, this._state); } }`;
  expect(renamed(source)).toBe(
    `class A { $a = []; $b() { const _list = this?.$a; return _list.concat(this.$a, this.$b); } }`,
  );
});

test('patterns keep the names of their variables', () => {
  const names = new Map([['A', new Map([['_list', '$a']])]]);
  expect(renamePrivate(`class A { all() { const { _list } = this; return _list; } }`, names)).toBe(
    `class A { all() { const { $a: _list } = this; return _list; } }`,
  );
});

test('code without them is left alone', () => {
  expect(renamed('export const _list = 1;')).toBe('export const _list = 1;');
});

test('classes that are no relatives use the same short names, the most used first', () => {
  expect(
    renamed(`class A { private _one; private _two; get() { return this._two; } } class B { private _three; }`),
  ).toBe(`class A { $b; $a; get() { return this.$a; } } class B { $a; }`);
});

test('relatives never use one short name for two members, mixed classes included', () => {
  expect(renamed(`class A { private _one; } class B extends A { private _two; }`)).toBe(
    `class A { $a; } class B extends A { $b; }`,
  );
  const source = `const mix = (Base) => class extends Base { private _one; }; class B { private _two; } class C extends mix(B) { private _three; }`;
  expect([...renamed(source).matchAll(/\$\w/g)].map(String).toSorted()).toEqual(['$a', '$b', '$c']);
});

test('a name that others have too is kept where it is read of another object', () => {
  const open = `class Open { _state = 1; }`;
  expect(renamed(`${open} class A { private _state; get() { return this._state; } }`)).toBe(
    `${open} class A { $a; get() { return this.$a; } }`,
  );
  const asking = `${open} class A { private _state; get(open: unknown) { return open._state; } }`;
  expect(renamed(asking)).toBe(`${open} class A { _state; get(open) { return open._state; } }`);
});

test('a class inside of a method is a class of its own', () => {
  const source = `class A { private _one; make(a: unknown) { return class { _one = 2; get() { return this._one; } }; } get() { return this._one; } }`;
  expect(renamed(source)).toBe(
    `class A { $a; make(a) { return class { _one = 2; get() { return this._one; } }; } get() { return this.$a; } }`,
  );
});

test('names that stand in texts, and methods that Python knows, are kept', () => {
  const watched = `class A { private _buffer; } watch('_buffer');`;
  expect(renamed(watched)).toBe(watched.replace('private ', ''));
  const mirrored = `class A { private _field; private _method() {} }`;
  expect(renamed(mirrored, undefined, 'src/stdlib/x.ts')).toBe(`class A { $a; _method() {} }`);
});

test('short names differ, and a stack that has one does not show it', () => {
  const names = Array.from({ length: 3000 }, (_, index) => shortName(index));
  expect(new Set(names).size).toBe(names.length);
  expect(framesOf(`at Application.${names.at(-1)} (blob:1:4:40)`, 'blob:1')).toEqual([
    { name: '', line: 4, column: 40 },
  ]);
});
