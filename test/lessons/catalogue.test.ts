import { expect, test } from 'vitest';
import { CATALOGUE } from '../../src/lessons/catalogue.ts';
import { library, orderFaults } from '../support/lesson-library.ts';
import { headOf } from '../tools/lessons/catalogue-text.ts';

test('each lesson is on one road, under its own name', () => {
  expect(orderFaults()).toEqual([]);
});

test('the catalogue says what the files say; `npm run lessons` writes it', () => {
  expect(CATALOGUE).toEqual(library().map(headOf));
});
