import { encodeLatin1 } from '../../../python/bytes.ts';
import type { WsgiApp } from '../../../werkzeug/wsgi-types.ts';

/** Fails: at `/` before it answers anything, at `/late` after its first chunk was sent. */
export const boom: WsgiApp = function* (environ, startResponse) {
  if (environ['PATH_INFO'] === '/late') {
    startResponse('200 OK', [['Content-Type', 'text/plain']]);
    yield encodeLatin1('the headers are gone, ');
  }
  throw new Error('boom');
};
