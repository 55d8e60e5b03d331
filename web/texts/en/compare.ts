/** English: the comparison. */
export const COMPARE = {
  'compare.title': 'Comparison',
} as const;
