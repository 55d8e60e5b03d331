/** Which of several reasons a moment of an ordinary request gives: by method, version, status and headers. */
import { expect, test } from 'vitest';
import { momentsOf } from '../../../src/explain/moments/of-machine.ts';
import type { Moment, MomentName } from '../../../src/explain/moments/moment.ts';
import { Machine, preset, Request, Response } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';

type AppResponse = ConstructorParameters<typeof Response>;

/** The first moment of a name when an app answers `response` to one request. */
function momentOf(
  name: MomentName,
  request: string,
  response: AppResponse = ['hi'],
  server: 'base' | 'threaded' = 'base',
): Moment {
  const app = Request.application(() => new Response(...response));
  const machine = new Machine({ app, server });
  machine.connect().send(request);
  machine.run();
  const found = momentsOf(machine).find((moment) => moment.name === name);
  if (found === undefined) throw new Error(`there is no moment ${name}`);
  return found;
}

test.each<readonly [string, string, AppResponse, object]>([
  ['a body', 'GET / HTTP/1.0\r\n\r\n', ['hi'], { code: 'write', values: {} }],
  ['a body to HEAD', 'HEAD / HTTP/1.0\r\n\r\n', ['hi'], { code: 'write.head', values: {} }],
  ['an empty body', 'GET / HTTP/1.0\r\n\r\n', [''], { code: 'write.empty', values: {} }],
  ['nothing', 'GET / HTTP/1.0\r\n\r\n', ['', { status: 204 }], { code: 'write.no_body', values: { status: '204' } }],
  ['no change', 'GET / HTTP/1.0\r\n\r\n', ['', { status: 304 }], { code: 'write.no_body', values: { status: '304' } }],
  [
    'no answer yet',
    'GET / HTTP/1.0\r\n\r\n',
    ['', { status: 103 }],
    { code: 'write.no_body', values: { status: '103' } },
  ],
  ['a file that is not there', 'GET / HTTP/1.0\r\n\r\n', ['', { status: 404 }], { code: 'write.empty', values: {} }],
  ['a body before there were versions', 'GET /\r\n\r\n', ['hi'], { code: 'write.http09', values: {} }],
  ['no body to HEAD of nothing', 'HEAD / HTTP/1.0\r\n\r\n', ['', { status: 204 }], { code: 'write.head', values: {} }],
])('the first write of %s (%j)', (_, request, response, cause) => {
  expect(momentOf('write', request, response).cause).toMatchObject(cause);
});

test('the first write lights the bytes of head and body on their way to the client', () => {
  const { light } = momentOf('write', 'GET / HTTP/1.0\r\n\r\n');
  expect(light.lanes).toEqual(['headers buffer', 'wfile', 'wire to client', 'client in']);
  expect(light).toMatchObject({ tab: 'wsgi', bytes: { direction: 'response', from: 0 } });
});

test.each<readonly [string, 'base' | 'threaded', string, object]>([
  ['GET / HTTP/1.0\r\n\r\n', 'base', 'closes_version', { version: 'HTTP/1.0' }],
  ['GET / HTTP/1.0\r\n\r\n', 'threaded', 'closes_version', { version: 'HTTP/1.0' }],
  ['GET / HTTP/1.1\r\n\r\n', 'base', 'closes_protocol', { version: 'HTTP/1.1' }],
  ['GET / HTTP/1.1\r\n\r\n', 'threaded', 'keeps', { version: 'HTTP/1.1' }],
  ['GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 'base', 'closes_asked', {}],
  ['GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 'threaded', 'closes_asked', {}],
  ['GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', 'base', 'closes_protocol', { version: 'HTTP/1.0' }],
  ['GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', 'threaded', 'keeps_asked', { version: 'HTTP/1.0' }],
  ['GET /\r\n\r\n', 'base', 'http09', { method: 'GET' }],
])('after %j on %s the connection closes or stays open: %s', (request, server, code, values) => {
  expect(momentOf('parse_request', request, ['hi'], server).cause).toEqual({ code: `parse_request.${code}`, values });
});

test('bytes of datagrams are told as such, each time', () => {
  const machine = new Machine({ app: preset('datagrams')?.app as WsgiApp });
  const client = machine.datagrams();
  client.send('abc');
  client.send('d');
  machine.run();
  expect(momentsOf(machine).filter(({ name }) => name === 'sent')).toMatchObject([
    { client: 0, cause: { code: 'sent.datagram', values: { bytes: 3 } } },
    { client: 0, cause: { code: 'sent.datagram', values: { bytes: 1 } } },
  ]);
});

test('bytes that come much later are told again, others are not', () => {
  const sentAt = (seconds: number): number => {
    const machine = new Machine({ app: Request.application(() => new Response('hi')) });
    const client = machine.connect();
    client.send('GET / HT');
    machine.run({ until: seconds });
    client.send('TP/1.0\r\n');
    machine.run();
    return momentsOf(machine).filter(({ name }) => name === 'sent').length;
  };
  expect([sentAt(0.2), sentAt(0.4)]).toEqual([1, 2]);
});
