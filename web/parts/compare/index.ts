/** The comparison of two servers. It is loaded when somebody opens it. */
import { lazily } from '../../kit/lazy.ts';

export type { ComparePane } from './compare-pane.ts';

export const loadComparison = lazily(() => import('./compare-pane.ts'));
