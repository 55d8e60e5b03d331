import { encodeLatin1 } from '../../../python/bytes.ts';
import { sleep } from '../../../stdlib/time.ts';
import { blocking } from '../../../werkzeug/app.ts';
import { memory } from './memory.ts';

/**
 * Counts requests, with a pause between reading the count and writing it: on threads, two requests at once lose an
 * update, and forked children each count alone.
 */
export const counter = blocking(function* (_environ, startResponse) {
  const count = Number((memory()['count'] ??= 0));
  yield* sleep(0.1);
  memory()['count'] = count + 1;
  const body = encodeLatin1(`${count + 1}\n`);
  startResponse('200 OK', [
    ['Content-Type', 'text/plain'],
    ['Content-Length', String(body.length)],
  ]);
  return [body];
});
