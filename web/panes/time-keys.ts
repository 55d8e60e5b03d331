/** The keys of the step list and of the timeline. */

export type Move =
  | 'start'
  | 'back'
  | 'forward'
  | 'end'
  | 'previous'
  | 'next'
  | 'page back'
  | 'page forward'
  | 'into'
  | 'over'
  | 'out'
  | 'play'
  | 'search';

const KEYS: Readonly<Record<string, Move>> = {
  ArrowUp: 'back',
  ArrowLeft: 'back',
  ArrowDown: 'forward',
  ArrowRight: 'forward',
  Home: 'start',
  End: 'end',
  PageUp: 'page back',
  PageDown: 'page forward',
  i: 'into',
  o: 'over',
  u: 'out',
  ' ': 'play',
  '/': 'search',
};

/** What a key asks for; undefined when it is not one of these. */
export function moveOf({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): Move | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const move = KEYS[key];
  if (!shiftKey) return move;
  return move === 'back' ? 'previous' : move === 'forward' ? 'next' : move;
}
