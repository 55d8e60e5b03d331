import { encodeLatin1 } from '../../../python/bytes.ts';
import { sleep } from '../../../stdlib/time.ts';
import type { WsgiApp } from '../../../werkzeug/wsgi-types.ts';

/** Three chunks with a pause between them. With HTTP/1.1 each becomes a chunk on the wire. */
export const stream: WsgiApp = function* (_environ, startResponse) {
  startResponse('200 OK', [['Content-Type', 'text/plain']]);
  for (const word of ['one', 'two', 'three']) {
    yield encodeLatin1(`${word}\n`);
    yield* sleep(0.5);
  }
};
