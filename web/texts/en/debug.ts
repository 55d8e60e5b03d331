/** English: breakpoints, pauses and choices. */
export const DEBUG = {
  'debug.title': 'Breakpoints',
} as const;
