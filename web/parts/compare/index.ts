/** The comparison of two servers. It is loaded when it is opened. */
import { lazily } from '../../kit/lazy.ts';

export type { ComparePane } from './compare-pane.ts';

export const loadComparison = lazily(() => import('./compare-pane.ts'));
