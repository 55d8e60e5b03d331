/** Python's module `werkzeug.test`. */
export { runWsgiApp } from '../werkzeug/wrappers/run-wsgi-app.ts';
export type { AppAnswer } from '../werkzeug/wrappers/run-wsgi-app.ts';
