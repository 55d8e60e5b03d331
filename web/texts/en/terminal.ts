/** English: the terminal of a client. */
export const TERMINAL = {
  'terminal.title': 'Terminal of client {number}',
} as const;
