/** English: the server pane and its tabs. */
export const LADDER = {
  'ladder.title': 'Server',
} as const;
