/**
 * The list of steps with its search and filter, and the moves along it. The branches come on demand: `branch-strip.ts`.
 */
import { lazily } from '../../kit/lazy.ts';

export { StepFilterRow } from './filter.ts';
export { TimeHeader } from './header.ts';
export { MoveTools } from './move-tools.ts';
export { StepSearch } from './search.ts';
export { StepList } from './step-list.ts';

export const loadBranches = lazily(() => import('./branch-strip.ts'));
