/** English: where something came from, and where it goes. */
export const ORIGINS = {
  'origins.title': 'Where it came from, where it goes',
  'origins.chain': 'From its origin to where it ends; time runs downwards',
  'origins.back': 'Back',
  'origins.close': 'Close',
  'origins.close.hint': 'Close (Escape)',
  'origins.step': 'step',
  'origins.go': 'Go to step {step}, and on from there',
  'origins.begins': 'It begins here.',
  'origins.ends': 'So far it has gone no further.',
  'origins.unknown': 'Nothing is known of it so far, or it is not kept any more.',
  'origins.missing': 'Origins cannot be shown: a part of the page could not be loaded.',
} as const;
