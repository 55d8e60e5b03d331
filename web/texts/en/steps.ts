/** English: the step list, its tools and the branches. */
export const STEPS = {
  'steps.title': 'Time',
} as const;
