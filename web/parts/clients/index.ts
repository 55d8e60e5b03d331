/**
 * The clients: terminals in tabs or side by side, ready requests, and what is planned. The terminals come from the
 * pane.
 */
export { ClientsView } from './clients-view.ts';
export { loadLaterPanel } from './planning.ts';
