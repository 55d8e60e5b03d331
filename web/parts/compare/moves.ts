/** How the cursor moves through the lines of a comparison, by buttons and by keys. */
import type { IconName } from '../../kit/icons.ts';
import type { Lines } from './lines.ts';

export type Move = 'start' | 'back' | 'forward' | 'end' | 'previous' | 'next' | 'page back' | 'page forward';

export const MOVE_BUTTONS = [
  ['start', 'start', 'compare.move.start'],
  ['previous', 'previous', 'compare.move.previous'],
  ['back', 'back', 'compare.move.back'],
  ['forward', 'forward', 'compare.move.forward'],
  ['next', 'next', 'compare.move.next'],
  ['end', 'end', 'compare.move.end'],
] as const satisfies readonly (readonly [Move, IconName, string])[];

const KEYS: Readonly<Record<string, Move>> = {
  Home: 'start',
  End: 'end',
  ArrowLeft: 'back',
  ArrowUp: 'back',
  ArrowRight: 'forward',
  ArrowDown: 'forward',
  PageUp: 'page back',
  PageDown: 'page forward',
  n: 'next',
  p: 'previous',
};

const SCROLLING: ReadonlySet<string> = new Set(['Home', 'End', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown']);

/**
 * The move that a key makes. @param canScroll whether the focus is on something that these keys scroll: then they do
 * that.
 */
export const moveOf = (key: string, canScroll: boolean): Move | undefined =>
  canScroll && SCROLLING.has(key) ? undefined : KEYS[key];

/** The line that a move leads to; undefined where it leads nowhere. @param page how many lines are visible. */
export function destination(move: Move, line: number, lines: Lines, page: number): number | undefined {
  const last = lines.length - 1;
  const target = targetOf(move, line, lines, page);
  const within = target === undefined ? line : Math.max(0, Math.min(target, last));
  return within === line ? undefined : within;
}

function targetOf(move: Move, line: number, lines: Lines, page: number): number | undefined {
  switch (move) {
    case 'start':
      return 0;
    case 'end':
      return lines.length - 1;
    case 'back':
      return line - 1;
    case 'forward':
      return line + 1;
    case 'page back':
      return line - page;
    case 'page forward':
      return line + page;
    case 'next':
      return lines.difference(line, 1);
    case 'previous':
      return lines.difference(line, -1);
  }
}
