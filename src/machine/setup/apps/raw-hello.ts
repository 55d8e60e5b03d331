import { encodeLatin1 } from '../../../python/bytes.ts';
import type { WsgiApp } from '../../../werkzeug/wsgi-types.ts';

/**
 * The bare protocol: no Content-Length, so the end of the answer is the end of the connection, or of the last chunk.
 */
export const rawHello: WsgiApp = (_environ, startResponse) => {
  startResponse('200 OK', [['Content-Type', 'text/plain']]);
  return [encodeLatin1('Hello '), encodeLatin1('World!\n')];
};
