/** English: the timeline. */
export const TIMELINE = {
  'timeline.title': 'Timeline',
} as const;
