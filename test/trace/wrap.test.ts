/** Wrappers are there while a machine keeps a log, and gone when none does. */
import { expect, test, vi } from 'vitest';
import type { Machine as AnyMachine } from '../../src/index.ts';

// Modules of its own: machines of other tests have wrapped the methods, and each time it takes more runs until the
// originals are back.
vi.resetModules();
const { Machine, Request, Response } = await import('../../src/index.ts');
const { WSGIRequestHandler } = await import('../../src/werkzeug/serving.ts');

const app = Request.application(() => new Response('hello'));

function served(machine: AnyMachine): string {
  const client = machine.connect();
  client.send('GET / HTTP/1.1\r\n\r\n');
  machine.run();
  client.close();
  machine.run();
  return client.received.slice(-5);
}

/** As many runs without a log as make the wrappers go; it takes more each time. */
function rest(): void {
  const machine = new Machine({ app, trace: false });
  for (let time = 0; time < 10_000 && (time < 60 || present() !== original); time += 1) machine.run();
  expect(served(machine)).toBe('hello');
}

const present = (): unknown => Object.getOwnPropertyDescriptor(WSGIRequestHandler.prototype, 'makeEnviron')?.value;
/** Taken before there is a machine. */
const original = present();

test('a machine without a log runs the methods as they were written', () => {
  rest();
  expect(present()).toBe(original);
  const traced = new Machine({ app });
  served(traced);
  expect(present()).not.toBe(original);
  rest();
  expect(present()).toBe(original);
});

test('a log is the same whatever other machines did between two runs of its machine', () => {
  const [alone, among] = [new Machine({ app }), new Machine({ app })];
  served(alone);
  served(alone);
  served(among);
  rest();
  served(among);
  expect(among.trace.hash()).toBe(alone.trace.hash());
});

test('a machine that an app of a traced one runs does not end the trace', () => {
  const nesting = Request.application(() => {
    rest();
    return new Response('outer');
  });
  const plain = new Machine({ app: Request.application(() => new Response('outer')) });
  const machine = new Machine({ app: nesting });
  expect([served(plain), served(machine)]).toEqual(['outer', 'outer']);
  expect(machine.trace.hash()).toBe(plain.trace.hash());
});

test('a method that an app has replaced stays replaced', () => {
  rest();
  const replaced = function (this: object): unknown {
    return (original as () => unknown).call(this);
  };
  const descriptor = { value: replaced, writable: true, configurable: true };
  served(new Machine({ app }));
  const wrapper = present();
  Object.defineProperty(WSGIRequestHandler.prototype, 'makeEnviron', descriptor);
  rest();
  expect(present()).toBe(replaced);
  served(new Machine({ app }));
  expect(present()).toBe(replaced);
  Object.defineProperty(WSGIRequestHandler.prototype, 'makeEnviron', { ...descriptor, value: wrapper });
});

test('a forgotten yield* is found without a log', () => {
  const forgetful = Request.application((request) => {
    void request.getData();
    return new Response('hello');
  });
  rest();
  const machine = new Machine({ app: forgetful, trace: false });
  expect(served(machine)).toBe('hello');
  expect(machine.errors.map(({ text }) => text)).toEqual([
    'getData() (werkzeug.wrappers.request.Request.get_data) was called without yield*, so nothing of it ran',
  ]);
});
