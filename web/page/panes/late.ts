/** What the arrangement of panes has beside its style: loaded right after the first paint. */
import { lazily } from '../../kit/lazy.ts';

export const loadPaneTools = lazily(() => import('./pane-tools.ts'));
