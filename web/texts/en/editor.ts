/** English: the app editor. */
export const EDITOR = {
  'editor.title': 'App editor',
} as const;
