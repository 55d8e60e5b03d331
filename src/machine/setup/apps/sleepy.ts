import { encodeLatin1 } from '../../../python/bytes.ts';
import { sleep } from '../../../stdlib/time.ts';
import { blocking } from '../../../werkzeug/app.ts';

/**
 * Sleeps for a second, then answers. Send two requests at once to see how base, threaded and forking servers differ.
 */
export const sleepy = blocking(function* (_environ, startResponse) {
  yield* sleep(1);
  const body = encodeLatin1('slept 1 s\n');
  startResponse('200 OK', [
    ['Content-Type', 'text/plain'],
    ['Content-Length', String(body.length)],
  ]);
  return [body];
});
