import { encodeLatin1 } from '../../../python/bytes.ts';
import { repr } from '../../../python/repr.ts';
import type { WsgiApp } from '../../../werkzeug/wsgi-types.ts';

/** Answers the environ it was called with, one key a line. */
export const environ: WsgiApp = (values, startResponse) => {
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${repr(value)}\n`);
  const body = encodeLatin1(lines.join(''), 'backslashreplace');
  startResponse('200 OK', [
    ['Content-Type', 'text/plain; charset=latin-1'],
    ['Content-Length', String(body.length)],
  ]);
  return [body];
};
