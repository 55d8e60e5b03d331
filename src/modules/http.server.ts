/** Python's module `http.server`. */
export { DEFAULT_ERROR_CONTENT_TYPE, DEFAULT_ERROR_MESSAGE } from '../stdlib/http/error-page.ts';
export { BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer } from '../stdlib/http/server.ts';
export type { StatusCode } from '../stdlib/http/server.ts';
