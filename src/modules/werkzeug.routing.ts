/** Python's module `werkzeug.routing`. */
export { RequestRedirect } from '../werkzeug/routing/exceptions.ts';
