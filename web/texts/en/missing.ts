/** English: what every face says of a part that has not come. */
export const MISSING = {
  'page.language.failed': 'The Chinese texts could not be loaded. Try again.',
  'page.pane.again': 'Try again',
} as const;
