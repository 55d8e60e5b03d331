/** Which step of a request a call is, by the name of its method. */
import { expect, test } from 'vitest';
import { methodOf } from '../../../src/explain/moments/methods.ts';

/** A class whose name has not been asked for before: names are kept. */
const fresh = (): string => `mine.Handler_${crypto.randomUUID().replaceAll('-', '')}`;

test('a method that subclasses override has the same name in each of them, asked for the first time and again', () => {
  for (const name of ['setup', 'handle_one_request', 'make_environ', 'get_request', 'shutdown_request']) {
    const own = `${fresh()}.${name}`;
    expect([methodOf(own), methodOf(own)]).toEqual([name, name]);
  }
});

test('a method of another name, or of a module that is no server, is none', () => {
  for (const name of [
    `${fresh()}.setups`,
    `${fresh()}.read`,
    `io.${fresh()}.handle`,
    `werkzeug.wsgi.${fresh()}.finish`,
  ])
    expect([methodOf(name), methodOf(name)]).toEqual([undefined, undefined]);
  expect(methodOf(`werkzeug.serving.${fresh()}.finish`)).toBe('finish');
});

test('functions inside `run_wsgi` are known by their own name', () => {
  const RUN_WSGI = 'werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.';
  const own = fresh().replace('.', '_');
  expect([methodOf(`${RUN_WSGI}write`), methodOf(`${RUN_WSGI}${own}`)]).toEqual(['write', own]);
});
