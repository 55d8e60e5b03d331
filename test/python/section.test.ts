import { expect, test } from 'vitest';
import type { Block, Sys } from '../../src/kernel/sys.ts';
import { RuntimeError } from '../../src/python/errors.ts';
import { section } from '../../src/python/section.ts';
import { call, drive, driveAll, micros } from '../support/drive.ts';

const nap = (): Sys<0> => call('nanosleep', micros(1));

function* naps<T>(times: number, result: T): Sys<T> {
  for (let time = 0; time < times; time += 1) yield* nap();
  return result;
}

/** `code`, and how often it was resumed from above. */
function counted<T>(code: Sys<T>): { readonly code: Sys<T>; readonly resumed: () => number } {
  let count = 0;
  const next = (): IteratorResult<Block, T> => {
    count += 1;
    return code.next();
  };
  const iterator = { next, [Symbol.iterator]: () => iterator };
  return { code: iterator as unknown as Sys<T>, resumed: () => count };
}

test('a section that waits often is called, and then only continued when it has ended', () => {
  const { code, resumed } = counted(section(naps(100, 'rested')));
  expect(drive(() => code)).toBe('rested');
  expect(resumed()).toBe(2);
});

test('a section in a section ends first, and each caller gets its own result', () => {
  expect(
    drive(function* () {
      const outer = section(
        (function* () {
          yield* nap();
          const inner = yield* section(naps(3, 'inner'));
          yield* nap();
          return [inner, 'outer'];
        })(),
      );
      return [...(yield* outer), yield* section(naps(0, 'at once'))];
    }),
  ).toEqual(['inner', 'outer', 'at once']);
});

test('what a section raises is raised where it was called, before and after it has waited', () => {
  function* failing(times: number): Sys<never> {
    yield* naps(times, undefined);
    throw new RuntimeError(`after ${times}`);
  }
  expect(
    drive(function* () {
      const caught: string[] = [];
      for (const times of [0, 2]) {
        try {
          yield* section(section(failing(times)));
        } catch (error) {
          yield* nap();
          caught.push(String(error));
        }
      }
      return caught;
    }),
  ).toEqual(['RuntimeError: after 0', 'RuntimeError: after 2']);
});

test('a section that was begun by hand and dropped while it waited is never resumed', () => {
  const done: string[] = [];
  function* dropped(): Sys<void> {
    try {
      yield* naps(2, undefined);
    } finally {
      done.push('the dropped one');
    }
  }
  drive(() =>
    section(
      (function* () {
        section(dropped()).next();
        yield* naps(2, undefined);
        done.push('the section around it');
        yield* nap();
      })(),
    ),
  );
  expect(done).toEqual(['the section around it']);
});

test('a section that is closed while it waits runs its finally blocks, and what follows goes on', () => {
  const done: string[] = [];
  function* closed(): Sys<void> {
    try {
      yield* nap();
    } finally {
      done.push('closed');
    }
  }
  drive(function* () {
    const code = section(closed());
    code.next();
    code.return();
    yield* naps(2, undefined);
    done.push('after it');
  });
  expect(done).toEqual(['closed', 'after it']);
});

test('an invalid yield in a section raises TypeError there', () => {
  function* wrong(): Sys<string> {
    yield* nap();
    try {
      yield 'no block' as unknown as Block;
    } catch (error) {
      return String(error);
    }
    return 'nothing was raised';
  }
  expect(drive(() => section(wrong()))).toMatch(/^TypeError: a coroutine yielded no block/);
});

test('a process that ends in a section runs no finally block of it', () => {
  const done: string[] = [];
  const { why } = driveAll(() =>
    section(
      (function* () {
        try {
          yield* nap();
          yield* call('exit_group', 3);
        } finally {
          done.push('finally');
        }
      })(),
    ),
  );
  expect([why, done]).toEqual(['exit', []]);
});
