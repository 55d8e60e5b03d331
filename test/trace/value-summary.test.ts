import { expect, test } from 'vitest';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { ValueError } from '../../src/python/errors.ts';
import { tuple } from '../../src/python/tuple.ts';
import { ValueSummaries } from '../../src/trace/value-summary.ts';
import { BytesExcerpt, BytesExcerpts, excerptOf } from '../../src/trace/bytes-excerpt.ts';

class Kettle {
  readonly litres: number;
  constructor(litres = 1) {
    this.litres = litres;
  }
}

const brief = (value: unknown): unknown => new ValueSummaries().value(value);
const latin1 = (value: unknown): string => (value as BytesExcerpt).latin1;

test('plain values are kept as they are', () => {
  for (const value of [1, 'text', true, undefined, null, 10n]) expect(brief(value)).toBe(value);
});

test('a text is kept up to 200 characters, and marked if it was longer', () => {
  expect(brief('x'.repeat(200))).toBe('x'.repeat(200));
  expect(brief('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`);
});

test('of bytes the first 64 are kept, and their number', () => {
  const note = brief(encodeLatin1('a'.repeat(65)));
  expect(latin1(note)).toBe('a'.repeat(64));
  expect((note as BytesExcerpt).length).toBe(65);
});

test('a list of up to eight items is kept item by item; a longer one by its length', () => {
  expect(brief([1, 'x', [2]])).toEqual([1, 'x', [2]]);
  expect(brief([1, 2, 3, 4, 5, 6, 7, 8])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(brief([1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual({ object: 'list of 9' });
});

test('a list that contains itself is cut, four levels down', () => {
  const list: unknown[] = [1];
  list.push(list);
  expect(brief(list)).toEqual([1, [1, [1, [1, { object: 'list of 2' }]]]]);
});

test.each([
  ['bytes', Uint8Array.prototype, encodeLatin1('GET')],
  ['lists', Array.prototype, [1, 2]],
  ['tuples', Object.getPrototypeOf(tuple(1)) as object, tuple(1, 2)],
  ['exceptions', ValueError.prototype, new ValueError('out of glass')],
])('%s are kept by their contents after an object that only has their prototype', (_, prototype, real) => {
  const summaries = new ValueSummaries();
  const alone = brief(real);
  summaries.value(Object.create(prototype));
  summaries.operand(Object.create(prototype));
  expect(summaries.value(real)).toEqual(alone);
  expect(summaries.operand(real)).toEqual(new ValueSummaries().operand(real));
});

test('a later change of a list does not change its summary', () => {
  const list = [1, 2];
  const kept = brief(list);
  list.push(3);
  expect(kept).toEqual([1, 2]);
});

test('a tuple is kept like a list, with its items summarized', () => {
  expect(brief(tuple(1, 'x', null, undefined))).toEqual([1, 'x', null, undefined]);
  const long = 'x'.repeat(201);
  expect(brief(tuple(1, long))).toEqual([1, `${'x'.repeat(200)}…`]);
  expect(brief(tuple(new Kettle()))).toEqual([{ object: 'Kettle' }]);
});

test('an object is kept by its class, a function by its name, an exception by its text', () => {
  expect(brief(new Kettle())).toEqual({ object: 'Kettle' });
  expect(brief(Kettle)).toEqual({ object: 'Kettle' });
  expect(brief(Symbol('s'))).toEqual({ object: 'Symbol(s)' });
  expect(
    brief(
      (
        () => () =>
          1
      )(),
    ),
  ).toEqual({ object: 'function' });
  expect(brief(new ValueError('cold'))).toEqual({ object: 'ValueError(cold)' });
});

test('two objects of a class share a summary; two exceptions of a class do not', () => {
  const briefs = new ValueSummaries();
  expect(briefs.value(new Kettle(1))).toBe(briefs.value(new Kettle(2)));
  expect(briefs.value(new ValueError('one'))).not.toEqual(briefs.value(new ValueError('two')));
  expect(briefs.operand(new Kettle(3))).toBe(briefs.value(new Kettle(4)));
});

test('an address passed to a call is copied', () => {
  const address = ['127.0.0.1', 80];
  const kept = new ValueSummaries().operand(address);
  address[1] = 81;
  expect(kept).toEqual(['127.0.0.1', 80]);
});

test('plain operands are kept, whatever their length; code is kept by name', () => {
  const briefs = new ValueSummaries();
  const long = 'x'.repeat(500);
  expect([briefs.operand(long), briefs.operand(null), briefs.operand(3)]).toEqual([long, null, 3]);
  expect(briefs.operand(Kettle)).toEqual({ object: 'Kettle' });
  expect(latin1(briefs.operand(encodeLatin1('ab')))).toBe('ab');
});

test('the result of a call keeps descriptors whole, and of bytes their beginning', () => {
  const briefs = new ValueSummaries();
  const failed = { kind: 'fail', errno: 'EBADF' } as const;
  expect(briefs.outcome(failed)).toBe(failed);
  const number = { kind: 'done', value: 5 } as const;
  expect(briefs.outcome(number)).toBe(number);
  const read = briefs.outcome({ kind: 'done', value: encodeLatin1('abc') });
  expect(read.kind === 'done' && latin1(read.value)).toBe('abc');
  const received = briefs.outcome({ kind: 'done', value: { data: encodeLatin1('de'), address: ['h', 1] } });
  const { data, address } = (received as { value: { data: BytesExcerpt; address: unknown } }).value;
  expect([data.latin1, address]).toEqual(['de', ['h', 1]]);
  const ready = [{ fd: 3, events: 1 }];
  expect(briefs.outcome({ kind: 'done', value: ready })).toEqual({ kind: 'done', value: ready });
});

test('the same descriptors are kept once; others, or other events, are not confused with them', () => {
  const briefs = new ValueSummaries();
  const asked = (...entries: (readonly [fd: number, events: number])[]): unknown =>
    briefs.operand(entries.map(([fd, events]) => ({ fd, events })));
  const kept = asked([3, 1]);
  expect(asked([3, 1])).toBe(kept);
  const others = [asked([3, 4]), asked([4, 1]), asked([3, 1], [4, 1]), asked([4, 1], [3, 1]), asked([0, 0], [3, 1])];
  for (const [index, other] of others.entries()) {
    expect(other).not.toBe(kept);
    for (const another of others.slice(index + 1)) expect(another).not.toBe(other);
  }
  expect(asked([1023, 0x2005], [1023, 0x2005])).toEqual([
    { fd: 1023, events: 0x2005 },
    { fd: 1023, events: 0x2005 },
  ]);
  expect(asked([1024, 1])).toEqual([{ fd: 1024, events: 1 }]);
  expect(asked([1024, 1])).not.toBe(asked([1024, 1]));
});

test('excerpts of the same array are one; excerpts are equal when length and beginning are', () => {
  const notes = new BytesExcerpts();
  const array = encodeLatin1('abc');
  expect(notes.note(array)).toBe(notes.note(array));
  expect(notes.note(encodeLatin1('abc'))).not.toBe(notes.note(array));
  const like = (one: string, other: string): boolean =>
    excerptOf(encodeLatin1(one)).isLike(notes.note(encodeLatin1(other)));
  expect([like('abc', 'abc'), like('abc', 'abd'), like('abc', 'ab'), like('', '')]).toEqual([true, false, false, true]);
  const long = 'x'.repeat(64);
  expect([like(`${long}a`, `${long}b`), like(`${long}a`, long)]).toEqual([true, false]);
});

test('thousands of excerpts do not overlap', () => {
  const notes = new BytesExcerpts();
  const made = Array.from({ length: 3000 }, (_, index) => `${index}:`.repeat(20));
  const kept = made.map((text) => notes.note(encodeLatin1(text)));
  expect(kept.map(({ latin1: text }) => text)).toEqual(made.map((text) => text.slice(0, 64)));
});

test('an array that is filled again later does not change its excerpt', () => {
  const array = encodeLatin1('abc');
  const note = new BytesExcerpts().note(array);
  array.fill(0);
  expect(note.latin1).toBe('abc');
});
