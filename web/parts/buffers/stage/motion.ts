/** Motion of the stage, where the reader has not asked for less of it. */

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** Whether things may move. */
export const mayMove = (): boolean => !still.matches;

/** Between one row and the next. */
const ROW_MS = 45;
const MOST_ROWS = 30;

/** Shows rows one after the other. */
export function rise(rows: readonly Element[]): void {
  if (!mayMove()) return;
  for (const [place, row] of rows.slice(0, MOST_ROWS).entries()) {
    row.animate(
      [
        { opacity: 0, transform: 'translateX(-8px)' },
        { opacity: 1, transform: 'none' },
      ],
      { duration: 220, delay: place * ROW_MS, easing: 'ease-out', fill: 'backwards' },
    );
  }
}
