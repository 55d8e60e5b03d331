/** Apps that take their time, and one that counts. */
import { currentProcess } from '../../../src/python/libc.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import { blocking } from '../../../src/werkzeug/app.ts';
import type { Environ, StartResponse } from '../../../src/werkzeug/wsgi-types.ts';
import { b, intOf, modeOf, plain, segments, sleepMs } from './common.ts';

function answer(startResponse: StartResponse, text: string): Uint8Array[] {
  const body = b(text);
  startResponse('200 OK', [...plain(), ['Content-Length', String(body.length)]]);
  return [body];
}

export const sleepy = blocking(function* (environ: Environ, startResponse: StartResponse): Sys<Uint8Array[]> {
  const ms = intOf(modeOf(environ, '100'));
  yield* sleepMs(ms);
  return answer(startResponse, `slept ${ms}\n`);
});

/** How often `counter` was called: a global of the process, which fork copies. */
interface Counted {
  count?: number;
}

export const counter = blocking(function* (environ: Environ, startResponse: StartResponse): Sys<Uint8Array[]> {
  const parts = segments(environ['PATH_INFO'] as string);
  const memory = currentProcess().memory as Counted;
  memory.count = (memory.count ?? 0) + 1;
  const text = `${memory.count}\n`;
  if (parts.length > 0) yield* sleepMs(intOf(parts));
  return answer(startResponse, text);
});
