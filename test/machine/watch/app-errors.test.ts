/** Errors of apps in `machine.errors`: the log stays Python's, and the remedy and the JavaScript stack are here. */
import { describe, expect, test } from 'vitest';
import { encodeUtf8, Machine, Request, Response, sleep } from '../../../src/index.ts';
import { only, starting, usedMachine, viewing } from '../../support/app-complaints.ts';

async function* slowly(): AsyncGenerator<Uint8Array> {
  yield encodeUtf8('x');
}

describe('mistakes of a view or an app', () => {
  // The text is the last line of the log's traceback; the hint says what to write.
  test.each<[string, unknown, string, string]>([
    [
      'a view that answers text',
      viewing(() => 'hello'),
      "TypeError: 'str' object is not callable",
      "the view answered the text 'hello': answer a Response",
    ],
    [
      'a view that answers nothing',
      viewing(() => undefined),
      "TypeError: 'NoneType' object is not callable",
      'the view answered nothing: answer a Response',
    ],
    [
      'a view that answers a plain object',
      viewing(() => ({ ok: true })),
      "TypeError: 'dict' object is not callable",
      'the view answered a plain object',
    ],
    [
      'a view that answers a class',
      viewing(() => Response),
      "TypeError: Class constructor Response cannot be invoked without 'new'",
      'the class Response is not an app',
    ],
    [
      'a view given as an app',
      (request: Request) => new Response(request.args.get('x')),
      'TypeError: Cannot read properties of undefined',
      'the app takes one argument, as a view does: make it an app by Request.application',
    ],
    [
      'an app that answers a Response',
      () => new Response('x'),
      "TypeError: 'Response' object is not iterable",
      'the app answered a Response, as a view does',
    ],
    [
      'an app that answers nothing',
      starting(() => undefined),
      "TypeError: 'NoneType' object is not iterable",
      'answer an iterable of bytes',
    ],
    [
      'an app that yields text',
      starting(() => ['x']),
      'AssertionError: applications must write bytes',
      "the app sent the text 'x': a body is bytes",
    ],
    [
      'a status that is a number',
      (_environ: unknown, start: (...args: unknown[]) => void) => (start(200, []), []),
      "AttributeError: 'int' object has no attribute 'split'",
      'status: the number 200 is not a status',
    ],
    [
      'headers that are an object',
      (_environ: unknown, start: (...args: unknown[]) => void) => (start('200 OK', { a: 'b' }), []),
      'ValueError: not enough values to unpack (expected 2, got 1)',
      'startResponse takes a list of pairs',
    ],
    [
      'headers that are nothing',
      (_environ: unknown, start: (...args: unknown[]) => void) => (start('200 OK', 5), []),
      "TypeError: 'int' object is not iterable",
      'headers: the number 5 does not hold headers',
    ],
    [
      'a body that is a number',
      viewing(() => new Response(404 as never)),
      "TypeError: 'int' object is not iterable",
      'body: the number 404 is not a body',
    ],
    [
      'headers of a response that are text',
      viewing(() => new Response('x', { headers: 'X-A: b' as never })),
      'ValueError: not enough values to unpack',
      "headers: 'X-A: b' does not hold headers",
    ],
    [
      'an async app that yields',
      async function* (_environ: unknown, start: (status: string, headers: []) => void) {
        start('200 OK', []);
        yield encodeUtf8('x');
      },
      "TypeError: 'async_generator' object is not iterable",
      'the app answered an async generator: apps must not be async; use function* and yield*',
    ],
    [
      'an async view that yields',
      viewing(async function* () {
        yield encodeUtf8('x');
      }),
      "TypeError: 'async_generator' object is not callable",
      'the view answered an async generator: views must not be async; use function* and yield*',
    ],
    [
      'an async body',
      viewing(() => new Response(slowly() as never)),
      "TypeError: 'async_generator' object is not iterable",
      'body: an async generator is not a body; bodies must not be async; use function* and yield*',
    ],
    [
      'a view that may block, given as an app',
      function* view(request: Request) {
        return new Response(yield* request.getData());
      },
      'TypeError: ',
      'make it an app by Request.application(view)',
    ],
    [
      'a view that may block and does not look at its request, given as an app',
      function* view(_request: Request) {
        yield* sleep(1);
        return new Response('x');
      },
      'AssertionError: write() before start_response',
      'make it an app by Request.application(view)',
    ],
    [
      'an app that does not start its response',
      (_environ: unknown, _start: unknown) => [],
      'AssertionError: write() before start_response',
      'the app did not call startResponse',
    ],
    [
      'an app that gives no headers',
      (_environ: unknown, start: (...args: unknown[]) => void) => (start('200 OK'), []),
      'AssertionError: write() before start_response',
      'startResponse takes status and headers',
    ],
    [
      'headers that are a Map',
      (_environ: unknown, start: (...args: unknown[]) => void) => (start('200 OK', new Map([['a', 'b']])), []),
      'ValueError: not enough values to unpack (expected 2, got 1)',
      'headers: a Map does not hold headers',
    ],
    [
      'a mimetype that is a number',
      viewing(() => new Response('x', { mimetype: 5 as never })),
      "AttributeError: 'int' object has no attribute 'startswith'",
      "mimetype: 5 is not text, such as 'text/html'",
    ],
    [
      'a response that no constructor made',
      viewing(() => Object.create(Response.prototype) as Response),
      'TypeError: ',
      'body: nothing is not a body; a response gets one from its constructor: write new Response(body)',
    ],
    [
      "a view that answers the browser's Response",
      viewing(() => new globalThis.Response('x')),
      "TypeError: 'Response' object is not callable",
      "the view answered the browser's Response: import Response from glaswerk",
    ],
    [
      "an app that answers the browser's Response",
      starting(() => new globalThis.Response('x')),
      "TypeError: 'Response' object is not iterable",
      "the app answered the browser's Response: import Response from glaswerk",
    ],
    [
      'what is like bytes',
      starting(() => [Object.create(Uint8Array.prototype)]),
      'AssertionError: applications must write bytes',
      'the app sent an object that is like a Uint8Array and is none: a body is bytes',
    ],
    [
      'a proxy of bytes',
      viewing(() => new Response(new Proxy(encodeUtf8('x'), {}))),
      'TypeError: body: an object that is like a Uint8Array and is none is not a body',
      '',
    ],
    [
      'yield* in front of a plain value',
      viewing(function* () {
        yield* 5 as never as [];
        return new Response('x');
      }),
      'TypeError: ',
      'write yield* in front of coroutines only',
    ],
    [
      'a form that is read as in Python',
      viewing((request: Request) => new Response((request.form as never as Map<string, string>).get('x'))),
      'TypeError: request.form.get is not a function',
      'request.form() is a coroutine here: write (yield* request.form()).get(…)',
    ],
    [
      'a property that is called',
      viewing((request: Request) => new Response((request.args as never as () => string)())),
      'TypeError: request.args is not a function',
      'request.args is a property: write it without ()',
    ],
  ])('%s', (_, app, text, hint) => {
    for (const trace of [true, false]) {
      const machine = usedMachine(app, { trace });
      const complaint = only(machine);
      expect(complaint.kind).toBe('error');
      expect(complaint.text).toContain(text);
      expect(machine.log).toContain(complaint.text);
      // A mistake that Python code cannot make says what is expected in its own text.
      if (hint === '') continue;
      expect(complaint.hint).toContain(hint);
      expect(machine.log).not.toContain(hint);
    }
  });

  test('a value that cannot be inspected has a hint all the same', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(only(usedMachine(viewing(() => proxy))).text).toContain('TypeError');
  });
});

describe('an error of an app', () => {
  const failing = viewing(function failing(): Response {
    throw new RangeError('out of range');
  });

  test('has its JavaScript stack, its thread, its step and its time', () => {
    const machine = usedMachine(failing, { server: 'threaded' });
    const complaint = only(machine);
    expect(complaint).toMatchObject({
      kind: 'error',
      text: 'RangeError: out of range',
      hint: undefined,
      time: machine.time,
    });
    expect(complaint.stack).toMatch(/failing.*app-errors\.test\.ts/);
    expect(complaint.thread).toBe('Thread-1 (process_request_thread)');
    expect(machine.trace.steps()[complaint.step - 1]?.name).toBe(
      'werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.execute',
    );
  });

  test('counts once, however many servers pass it on, and each request counts', () => {
    const machine = usedMachine(failing, { passthroughErrors: true });
    expect(machine.errors.map(({ text }) => text)).toEqual(['RangeError: out of range']);
    const going = usedMachine(failing);
    going.connect().send('GET / HTTP/1.0\r\n\r\n');
    going.run();
    expect(going.errors).toHaveLength(2);
  });

  test('is found behind the exception that it caused', () => {
    const complaint = only(
      usedMachine(
        starting(function* () {
          yield encodeUtf8('x');
          throw new TypeError('deep');
        }),
      ),
    );
    expect(complaint.text).toBe('TypeError: deep');
    expect(complaint.stack).toContain('app-errors.test.ts');
  });

  test('changes neither the trace nor earlier steps', () => {
    const machine = usedMachine(failing);
    const again = usedMachine(failing);
    expect(machine.trace.hash()).toBe(again.trace.hash());
    machine.seek(20);
    expect(machine.errors).toHaveLength(1);
    const branch = machine.branch((machine.inputs.at(-1)?.step ?? 0) + 1);
    expect(branch.errors).toEqual([]);
    branch.run();
    expect(branch.errors.map(({ step }) => step)).toEqual(machine.errors.map(({ step }) => step));
  });

  test('of a client that disconnected, and Ctrl+C, are not errors', () => {
    const machine = new Machine({ app: viewing(() => new Response('x'.repeat(100_000))), server: 'threaded' });
    const client = machine.connect();
    client.send('GET / HTTP/1.0\r\n\r\n');
    client.reset();
    machine.run();
    machine.interrupt();
    machine.run();
    expect(machine.errors).toEqual([]);
  });
});
