/** The app editor. It is loaded when somebody opens it; what the presets are called is there from the start. */
import { lazily } from '../../kit/lazy.ts';

export { presetIn } from './preset-texts.ts';
export type { EditorPane } from './editor-pane.ts';

export const loadEditor = lazily(() => import('./editor-pane.ts'));
