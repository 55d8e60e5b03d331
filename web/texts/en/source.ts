/** English: the source view. */
export const SOURCE = {
  'source.none': 'No mirrored call is running.',
} as const;
