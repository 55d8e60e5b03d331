/**
 * English: what the loader of the embed says. Not among the sentences of the page: the loader carries both languages,
 * so they are few and short.
 */
export const LOADER = {
  run: 'Run',
  step: 'Step through it',
  start: 'Start',
  recorded: 'recorded',
  base: 'Base',
  threaded: 'Threaded',
  forking: 'Forking',
  value: '{name}="{value}" is not possible: {use}.',
  'no-request': 'No code block before this is a request.',
  'not-found': 'No code block matches “{value}”.',
  claimed: 'Another element runs this code block.',
  'not-loaded': '{value} cannot be loaded.',
} as const;

/** Names a sentence of the loader. */
export type LoaderKey = keyof typeof LOADER;
