/** Whether a page is inside another one, and whose: a page of another site could draw this one transparent. */
import { expect, test } from 'vitest';
import { isFramed, isFramedByOthers } from '../../../../web/page/share/framed.ts';

/** The innermost of pages in pages, the outermost one first; one of another site does not show its document. */
function inner(...pages: readonly ('own' | 'other' | 'empty')[]): Window {
  let view: Window | undefined;
  for (const page of pages) {
    const made: object = {
      get document() {
        if (page === 'other') throw new DOMException('Blocked a frame from accessing a cross-origin frame');
        return page === 'own' ? {} : undefined;
      },
    };
    view = Object.assign(made, { parent: view ?? made }) as Window;
  }
  return view as Window;
}

test.each([
  [['own'], false, false],
  [['own', 'own'], true, false],
  [['own', 'own', 'own'], true, false],
  [['other', 'own'], true, true],
  [['other', 'own', 'own'], true, true],
  [['own', 'other', 'own'], true, true],
  [['empty', 'own'], true, true],
] as const)('pages %j: framed %j, by others %j', (pages, isInside, isByOthers) => {
  const view = inner(...pages);
  expect([isFramed(view), isFramedByOthers(view)]).toEqual([isInside, isByOthers]);
});
