/** Request bodies whose stream was replaced. The results are Werkzeug 3.1.8's. */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { Machine } from '../../src/machine/machine.ts';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { repr } from '../../src/python/repr.ts';
import { BytesIO } from '../../src/stdlib/io.ts';
import { blocking, callApp } from '../../src/werkzeug/app.ts';
import { responder } from '../../src/werkzeug/wsgi.ts';
import type { InputStream } from '../../src/werkzeug/wsgi-limited-stream.ts';
import type { WsgiApp } from '../../src/werkzeug/wsgi-types.ts';
import { Request } from '../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../src/werkzeug/wrappers/response.ts';

const post = (body: string, type = 'application/x-www-form-urlencoded'): string =>
  `POST /p HTTP/1.0\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const FORM = post('a=b');
const FILE = post(
  '--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\none\ntwo\r\n--x--\r\n',
  'multipart/form-data; boundary=x',
);

/** What a server with `app` answers to a request, and what it logs. */
function served(
  app: WsgiApp,
  request: string,
): { readonly received: string; readonly body: string; readonly log: string } {
  const machine = new Machine({ app });
  const client = machine.connect();
  client.send(request);
  machine.run();
  const { received } = client;
  return { received, body: received.slice(received.indexOf('\r\n\r\n') + 4), log: machine.log };
}

const stream = (text: string): BytesIO => new BytesIO(encodeLatin1(text));

/** A stream that makes capital letters of another one: with `isPlain` by a function, else by a coroutine. */
function upper(below: InputStream, isPlain: boolean): InputStream {
  const capitals = (data: Uint8Array | undefined): Uint8Array =>
    encodeLatin1(decodeLatin1(data ?? new Uint8Array(0)).toUpperCase());
  const blockingStream = {
    *read(size?: number): Sys<Uint8Array> {
      return capitals(yield* below.read(size));
    },
  };
  const memory = stream('a=b\nc');
  const plainStream = { read: (size?: number) => capitals(finished(memory.read(size))) };
  return (isPlain ? plainStream : blockingStream) as unknown as InputStream;
}

const finished = <T>(coroutine: Sys<T>): T => coroutine.next().value as T;

const capitalised = (app: WsgiApp, isPlain: boolean): WsgiApp =>
  blocking(function* (environ, startResponse) {
    environ['wsgi.input'] = upper(environ['wsgi.input'] as InputStream, isPlain);
    return (yield* callApp(app, environ, startResponse)) as Iterable<Uint8Array>;
  });

describe('a stream that is assigned to a request', () => {
  test('is what the form is read from', () => {
    const app = Request.application(function* (request) {
      request.stream = stream('c=d');
      const form = repr(yield* request.form());
      return new Response(form + repr(yield* request.stream.read()));
    });
    expect(served(app, FORM).body).toBe("ImmutableMultiDict([('c', 'd')])b''");
  });

  test('does not replace data that was read before', () => {
    const app = Request.application(function* (request) {
      request.stream = stream('c=d');
      const first = yield* request.getData();
      request.stream = stream('e=f');
      return new Response(repr([first, yield* request.getData(), yield* request.form()]));
    });
    expect(served(app, FORM).body).toBe("[b'c=d', b'c=d', ImmutableMultiDict([('c', 'd')])]");
  });

  test('is what JSON is read from', () => {
    const app = Request.application(function* (request) {
      request.stream = stream('[1]');
      return new Response(repr(yield* request.getJson({ force: true })));
    });
    expect(served(app, FORM).body).toBe('[1]');
  });
});

describe.each([
  ['a coroutine', false],
  ['a plain function', true],
])('a stream of middleware whose read is %s', (_name, isPlain) => {
  test('is what forms are read from, to the length that the client has said', () => {
    const app = Request.application(function* (request) {
      return new Response(repr(yield* request.form()));
    });
    expect(served(capitalised(app, isPlain), FORM).body).toBe("ImmutableMultiDict([('A', 'B')])");
  });

  test('is read by lines', () => {
    const app = Request.application(function* (request) {
      return new Response(repr([yield* request.stream.readline(), yield* request.stream.read()]));
    });
    expect(served(capitalised(app, isPlain), post('a=b\nc', 'text/plain')).body).toBe("[b'A=B\\n', b'C']");
  });
});

describe('a file of a form', () => {
  test('is closed when the view has ended', () => {
    const app = Request.application(function* (request) {
      return new Response((yield* request.files()).item('f'));
    });
    const { received, log } = served(app, FILE);
    expect(received).toMatch(/^HTTP\/1\.0 500 /);
    expect(log).toMatch(/ValueError: I\/O operation on closed file\.\n$/);
  });

  test('is read in the view', () => {
    const app = Request.application(function* (request) {
      return new Response((yield* request.files()).item('f').stream.read());
    });
    expect(served(app, FILE).body).toBe('one\ntwo');
  });
});

describe('a responder', () => {
  test('answers what the app that its function answers does', () => {
    const app = responder(function hello(environ) {
      return new Response(`x${String(environ['PATH_INFO'])}`);
    });
    expect([served(app, FORM).body, app.name]).toEqual(['x/p', 'hello']);
    const blockingApp = responder(function* (): Sys<Response> {
      return new Response('blocking');
    });
    expect(served(blockingApp, FORM).body).toBe('blocking');
  });

  test('fails where that is no app', () => {
    const { received, log } = served(
      responder(() => 5),
      FORM,
    );
    expect(received).toMatch(/^HTTP\/1\.0 500 /);
    expect(log).toMatch(/TypeError: 'int' object is not callable\n$/);
  });
});
