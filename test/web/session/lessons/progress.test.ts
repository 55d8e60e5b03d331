import { expect, test } from 'vitest';
import type { TextStorage } from '../../../../web/session/drafts.ts';
import { LessonProgress } from '../../../../web/session/lessons/progress.ts';

function storage(text?: string): TextStorage & { text: string | undefined } {
  return {
    text,
    getItem() {
      return this.text ?? null;
    },
    setItem(_key, given) {
      this.text = given;
    },
    removeItem() {
      this.text = undefined;
    },
  };
}

test('how far a lesson is stays, in another tab too, and does not go back', () => {
  const kept = storage();
  const progress = new LessonProgress(() => kept);
  progress.mark('one', 'read');
  new LessonProgress(() => kept).mark('two', 'done');
  progress.mark('one', 'begun');
  expect(progress.of('two')).toBe('done');
  expect(new LessonProgress(() => kept).of('one')).toBe('read');
  progress.mark('one', 'done');
  expect(new LessonProgress(() => kept).of('one')).toBe('done');
});

test('it can be forgotten', () => {
  const kept = storage();
  const progress = new LessonProgress(() => kept);
  expect(progress.isEmpty).toBe(true);
  progress.mark('one', 'done');
  expect(progress.isEmpty).toBe(false);
  progress.reset();
  expect([progress.isEmpty, progress.of('one'), kept.text]).toEqual([true, undefined, undefined]);
});

test('where nothing can be stored it holds until the page is closed', () => {
  const progress = new LessonProgress(() => {
    throw new DOMException('The operation is insecure', 'SecurityError');
  });
  progress.mark('one', 'read');
  expect(progress.of('one')).toBe('read');
  progress.reset();
  expect(progress.isEmpty).toBe(true);
});

test('what others have stored there is left out', () => {
  const texts = ['{', 'null', '7', '[]', '{"one":"won","two":"done"}', JSON.stringify({ one: 'x'.repeat(20_000) })];
  const read = texts.map((text) => new LessonProgress(() => storage(text)));
  expect(read.map((progress) => progress.of('one'))).toEqual(texts.map(() => undefined));
  expect(read[4]?.of('two')).toBe('done');
});

test('ten thousand characters are read, and one more is not', () => {
  const entry = '{"one":"done","two":""}';
  const of = (length: number): LessonProgress =>
    new LessonProgress(() => storage(entry.replace('""', `"${'x'.repeat(length - entry.length)}"`)));
  expect([of(10_000).of('one'), of(10_001).of('one')]).toEqual(['done', undefined]);
});
