/** Lines of an app that readers see when they ask for them. */
import { expect, test } from 'vitest';
import { partsOf } from '../../../web/embed/stage/hidden-lines.ts';

test('what stands between the marks is hidden with the marks, and lines keep their numbers', () => {
  const source = '// #region hidden\nimport x;\n// #endregion\nexport const app = 1;\n\n// #region hidden\nmore\n';
  expect(partsOf(source)).toEqual([
    { isHidden: true, first: 1, lines: ['// #region hidden', 'import x;', '// #endregion'] },
    { isHidden: false, first: 4, lines: ['export const app = 1;', ''] },
    { isHidden: true, first: 6, lines: ['// #region hidden', 'more'] },
  ]);
});

test('two regions that follow each other stay two, and other regions are seen', () => {
  const source = '/* #region hidden */\na\n/* #endregion */\n// #region hidden\nb\n// #endregion\n// #region views\nc';
  expect(partsOf(source).map(({ isHidden, first }) => [isHidden, first])).toEqual([
    [true, 1],
    [true, 4],
    [false, 7],
  ]);
});

test('a text without marks is one part', () => {
  expect(partsOf('a\nb')).toEqual([{ isHidden: false, first: 1, lines: ['a', 'b'] }]);
});
