/** What the server is made of and what it does: class ladders, call stack, and its state behind tabs. */
export { Ladders } from './ladders.ts';
export { momentOf, subjectText } from './moment.ts';
export { StateDrawer, loadStateViews } from './state-drawer.ts';
export type { Tab } from './state-drawer.ts';
