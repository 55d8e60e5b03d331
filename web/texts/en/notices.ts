/** English: what the host reports by code. */
export const NOTICES = {
  'notices.close': 'Close this note',
} as const;
