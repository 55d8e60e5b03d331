/**
 * The blinking cursor of a terminal. xterm's own is an animation that makes the browser lay out and paint the page in
 * every frame, for as long as the terminal has the focus; this one changes a class twice a second.
 */
import type { Face } from '../../kit/face.ts';
import type { Release } from '../../kit/scope.ts';
import css from './cursor-blink.css?inline';

const HALF_MILLIS = 500;

/**
 * Lets the cursor in an element blink while the element has the focus, unless the reader wants less motion.
 * @returns what is to be called with each key: the cursor stays in sight while one types.
 */
export function blinkCursor(element: HTMLElement, face: Face): () => void {
  const { scope } = face;
  let stop: Release | undefined;
  face.adopt(css);

  const end = (): void => {
    stop?.();
    stop = undefined;
    element.classList.remove('has-no-cursor');
  };
  const begin = (): void => {
    end();
    if (face.matches('(prefers-reduced-motion: reduce)')) return;
    stop = scope.interval(() => void element.classList.toggle('has-no-cursor'), HALF_MILLIS);
  };

  scope.listen(element, 'focusin', begin);
  scope.listen(element, 'focusout', end);
  return () => {
    if (stop !== undefined) begin();
  };
}
