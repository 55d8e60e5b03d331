/** Python's module `werkzeug.urls`. */
export { iriToUri, uriToIri } from '../werkzeug/urls.ts';
