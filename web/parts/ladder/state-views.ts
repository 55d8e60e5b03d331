/** The views that are loaded when their tab is first opened. */
export { socketsView } from './sockets-view.ts';
export { wsgiView } from './wsgi-view.ts';
