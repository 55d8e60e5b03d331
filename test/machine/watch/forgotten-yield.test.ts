/** A coroutine of ours that an app has made and never run is noticed, and named in `machine.errors`. */
import { describe, expect, test } from 'vitest';
import { blocking, encodeUtf8, Request, Response, sleep } from '../../../src/index.ts';
import type { Sys } from '../../../src/index.ts';
import { create } from '../../../src/python/classes.ts';
import { BaseRequestHandler, TCPServer } from '../../../src/stdlib/socketserver.ts';
import { only, starting, usedMachine, viewing } from '../../support/app-complaints.ts';

describe('a forgotten yield*', () => {
  test.each<[string, unknown]>([
    ['in a view', viewing(() => (void sleep(1), new Response('x')))],
    [
      'in a view that may block',
      viewing(function* () {
        void sleep(1);
        yield* sleep(2);
        return new Response('x');
      }),
    ],
    ['in an app', starting(() => (void sleep(1), [encodeUtf8('x')]))],
    [
      'in an app that may block',
      blocking(function* (_environ, start) {
        void sleep(1);
        yield* sleep(2);
        start('200 OK', []);
        return [];
      }),
    ],
    [
      'while the answer is closed',
      viewing(() => {
        const response = new Response('x');
        response.callOnClose(() => {
          void sleep(1);
        });
        return response;
      }),
    ],
    [
      'between the chunks of a body',
      starting(function* () {
        yield encodeUtf8('x');
        void sleep(1);
        yield encodeUtf8('y');
      }),
    ],
  ])('%s is reported by name, and the response is unchanged', (_, app) => {
    for (const trace of [true, false]) {
      const machine = usedMachine(app, { trace });
      expect(only(machine)).toMatchObject({
        kind: 'warning',
        text: 'sleep() (time.sleep) was called without yield*, so nothing of it ran',
        hint: 'write yield* in front of sleep(…), inside a function*',
      });
      expect(machine.clients[0]?.received).toContain('200 OK');
      expect(machine.log).not.toContain('yield*');
    }
  });

  test('before create() is reported with the class that was not made', () => {
    for (const trace of [true, false]) {
      const unmade = viewing(() => {
        void create(TCPServer, ['127.0.0.1', 0], BaseRequestHandler);
        return new Response('made');
      });
      const machine = usedMachine(unmade, { trace });
      expect(only(machine)).toMatchObject({
        kind: 'warning',
        text: 'create() (socketserver.TCPServer) was called without yield*, so nothing of it ran',
        hint: 'write yield* in front of create(…), inside a function*',
      });
      expect(machine.clients[0]?.received).toContain('made');
    }
    const started = usedMachine(
      blocking(function* (_environ, start): Sys<Uint8Array[]> {
        const server = yield* create(TCPServer, ['127.0.0.1', 0], BaseRequestHandler);
        yield* server.serverClose();
        start('200 OK', []);
        return [encodeUtf8('made')];
      }),
    );
    expect([started.errors, started.clients[0]?.received.endsWith('made')]).toEqual([[], true]);
  });

  test('is rejected if the coroutine is used as a value', () => {
    const body = only(usedMachine(viewing((request: Request) => new Response(request.getData() as never))));
    expect(body.text).toBe(
      'TypeError: body: getData() (werkzeug.wrappers.request.Request.get_data) was not run; write yield* in front of getData(…), inside a function*',
    );
    // The mistake comes first: our own frames are left out.
    expect(body.stack?.split('\n').slice(0, 3).join(' ')).toMatch(
      /^TypeError: body: getData.*forgotten-yield\.test\.ts/,
    );
    const text = only(usedMachine(viewing((request: Request) => new Response(request.getText() as never))));
    expect(text.text).toContain('body: getText() (werkzeug.wrappers.request.Request.get_data) was not run');
    const unused = only(usedMachine(viewing(() => (void new Response('x').getText(), new Response('y')))));
    expect(unused.text).toBe(
      'getText() (werkzeug.wrappers.response.Response.get_data) was called without yield*, so nothing of it ran',
    );
    const chunk = only(
      usedMachine(
        starting(function* () {
          yield sleep(1);
        }),
      ),
    );
    expect(chunk.text).toContain('the app yielded a coroutine: sleep() (time.sleep) was not run');
    const inner = viewing(() => new Response('x')) as (...args: unknown[]) => unknown;
    const middleware = only(usedMachine((environ: unknown, start: unknown) => inner(environ, start)));
    expect(middleware.text).toContain(
      'the app answered a coroutine: application() (werkzeug.wrappers.request.Request.application.<locals>.application)',
    );
  });

  test('a coroutine returned by a callback is run when the response is closed', () => {
    const app = viewing(() => {
      const response = new Response('x');
      response.callOnClose(() => sleep(1));
      return response;
    });
    const machine = usedMachine(app);
    expect(machine.errors).toEqual([]);
    expect(machine.time).toBeGreaterThanOrEqual(1);
  });

  test('is not reported if there is none', () => {
    const healthy = viewing(function* (request: Request) {
      const data = yield* request.getData();
      if ((yield* request.getText()) !== 'x') throw new Error('it reads');
      yield* sleep(1);
      const response = new Response(data);
      yield* response.freeze();
      return yield* response.makeConditional(request);
    });
    for (const server of ['base', 'threaded', 'forking'] as const)
      expect(usedMachine(healthy, { server }).errors).toEqual([]);
  });
});
