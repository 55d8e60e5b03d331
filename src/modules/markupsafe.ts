/** Python's module `markupsafe`. */
export { escape } from '../werkzeug/markupsafe.ts';
