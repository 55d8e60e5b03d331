/** The keys of the Time pane. */

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

/** What a key of the step list and of the timeline asks for; undefined when it is not one of these. */
export function moveOf({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): Move | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const move = KEYS[key];
  if (!shiftKey) return move;
  return move === 'back' ? 'previous' : move === 'forward' ? 'next' : move;
}

/** What a key asks for anywhere in the pane but where one types: a breakpoint at the step, or the candidate of that place, from 0. */
export function debugKeyOf({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): 'break' | number | undefined {
  if (shiftKey || ctrlKey || metaKey || altKey) return undefined;
  if (key === 'b') return 'break';
  return /^[1-9]$/.test(key) ? Number(key) - 1 : undefined;
}

/** Whether a key pauses the machine, or lets it go on: the one of browsers' own debuggers. */
export function isHoldKey({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key === 'F8' && !shiftKey && !ctrlKey && !metaKey && !altKey;
}
