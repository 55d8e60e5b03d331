/** English: what goes wrong while an element runs its example. It can do without the sentences of the page. */

export const ENGINE = {
  'no-answer': 'The app did not answer and was ended: it loops.',
  'not-fetched': 'Cannot load {address}: {why}.',
  'not-json': '{address} is not JSON: {why}',
  'not-scenario': '{address} is not a scenario: {why}',
  app: 'app="{app}" is not possible: {apps}.',
  'no-example': 'There is no request here.',
  source: 'Line {line} of the app: {message}',
  sandbox: 'The sandbox could not start: the policy of this page must allow {directive}.',
} as const;

/** Names a sentence of a run that failed. */
export type EngineKey = keyof typeof ENGINE;
