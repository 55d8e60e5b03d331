/** Python's module `werkzeug.wsgi`. */
export { ClosingIterator, FileWrapper, wrapFile } from '../werkzeug/wsgi-iterators.ts';
export type { CloseCallback, WsgiFile } from '../werkzeug/wsgi-iterators.ts';
export { LimitedStream } from '../werkzeug/wsgi-limited-stream.ts';
export type { InputStream } from '../werkzeug/wsgi-limited-stream.ts';
export { getContentLength, getCurrentUrl, getHost, getInputStream, getPathInfo, responder } from '../werkzeug/wsgi.ts';
export type { CurrentUrlOptions, InputStreamOptions, ServerAddress } from '../werkzeug/wsgi.ts';
