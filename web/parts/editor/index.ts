/** The app editor. It is loaded when it is opened; the names of the presets are there from the start. */
import { lazily } from '../../kit/lazy.ts';

export { presetIn } from './preset-texts.ts';
export type { CodeView } from './code-view.ts';
export type { EditorPane } from './editor-pane.ts';

export const loadEditor = lazily(() => import('./editor-pane.ts'));

/** The text of an editor alone, for a pane with other manners. */
export const loadCodeView = lazily(() => import('./code-view.ts'));
