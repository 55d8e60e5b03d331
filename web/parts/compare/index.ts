/** The comparison of two servers. It is loaded when it is opened. */
import { lazily } from '../../kit/lazy.ts';
import { ENGLISH } from '../../texts/texts.ts';

export type { ComparePane } from './compare-pane.ts';

export const loadComparison = lazily(async () => {
  const [pane, { COMPARE }] = await Promise.all([import('./compare-pane.ts'), import('../../texts/en/compare.ts')]);
  ENGLISH.add(COMPARE);
  return pane;
});
