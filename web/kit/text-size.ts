/**
 * The size of text: what a `rem` of the style sheets is. In a document of the face's own it is the root's font size,
 * which is the reader's. The root of another page has the size that suits its author, so there it is the reader's
 * `medium`. A reader can have all of it larger, as for a room with a projector; the widths at which the layout changes
 * grow with it.
 */

/** One step of the scale that the style sheets are written for: rem at 100 %, in pixels. */
export const USUAL_REM = 16;

const REM = /(\d*\.?\d+)rem\b/g;

/**
 * A style sheet for another size of text.
 * @param factor what each number of rem is multiplied by. @param unit what the product is in.
 */
export function sized(css: string, factor: number, unit: 'rem' | 'px'): string {
  if (factor === 1 && unit === 'rem') return css;
  return css.replaceAll(REM, (_, number: string) => `${Number((Number(number) * factor).toFixed(4))}${unit}`);
}

/** Pixels of a length such as `1rem` or `medium`, as a font size inside an element. */
export function fontPixels(parent: Node, size: string): number {
  const probe = document.createElement('i');
  probe.style.cssText = `position: absolute; visibility: hidden; font-size: ${size}`;
  parent.appendChild(probe);
  const pixels = Number.parseFloat(getComputedStyle(probe).fontSize);
  probe.remove();
  // An element that is not in the document has no size.
  return pixels > 0 ? pixels : USUAL_REM;
}
