/** Class attributes that are written at run time, as Werkzeug writes `handler.protocol_version`. */
import { describe, expect, test } from 'vitest';
import {
  classAttribute,
  fullClassName,
  hasOwnClassAttribute,
  pythonName,
  setClassAttribute,
} from '../../src/python/classes.ts';
import { drive } from '../support/drive.ts';

class Base {
  static readonly version: string = 'base';
  readonly isMade = true;
}
class Middle extends Base {}
class Own extends Middle {
  static override readonly version: string = 'own';
}

const seen = (): readonly unknown[] => [Base, Middle, Own].map((Class) => classAttribute(Class, 'version'));
const owned = (): readonly boolean[] => [Base, Middle, Own].map((Class) => hasOwnClassAttribute(Class, 'version'));

describe('an attribute of a class', () => {
  test('is that of the nearest base, until it is written', () => {
    drive(function* () {
      expect([seen(), owned()]).toEqual([
        ['base', 'base', 'own'],
        [true, false, true],
      ]);
      expect([classAttribute(Own, 'none'), hasOwnClassAttribute(Own, 'none')]).toEqual([undefined, false]);
    });
  });

  test('that is written is seen by subclasses without their own, and belongs only to the class', () => {
    drive(function* () {
      setClassAttribute(Base, 'other', 1);
      expect([Base, Middle, Own].map((Class) => classAttribute(Class, 'other'))).toEqual([1, 1, 1]);
      expect([Base, Middle, Own].map((Class) => hasOwnClassAttribute(Class, 'other'))).toEqual([true, false, false]);
      setClassAttribute(Middle, 'version', 'middle');
      expect([seen(), owned()]).toEqual([
        ['base', 'middle', 'own'],
        [true, true, true],
      ]);
      setClassAttribute(Base, 'version', 'written');
      expect(seen()).toEqual(['written', 'middle', 'own']);
    });
  });

  test('that is written hides the original one, even if it is undefined', () => {
    drive(function* () {
      setClassAttribute(Own, 'version', undefined);
      expect([seen(), owned()]).toEqual([
        ['base', 'base', undefined],
        [true, false, true],
      ]);
    });
  });

  test('is written for one machine only', () => {
    drive(function* () {
      setClassAttribute(Base, 'version', 'here');
    });
    drive(function* () {
      expect(seen()).toEqual(['base', 'base', 'own']);
    });
  });
});

test.each([
  ['init', '__init__'],
  ['serveForever', 'serve_forever'],
  ['do_GET', 'do_GET'],
  ['__getattr__', '__getattr__'],
  ['EVENT_READ', 'EVENT_READ'],
  ['sMaxage', 's_maxage'],
])('%s is %s in Python', (member, name) => {
  expect(pythonName(member)).toBe(name);
});

test('a class that is not mirrored belongs to the program', () => {
  expect(fullClassName(Base.prototype, 'Base')).toBe('__main__.Base');
});
