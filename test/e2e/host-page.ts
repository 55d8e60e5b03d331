/** Pages of other people, served from an origin of their own, in which Glaswerk stands. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request is answered with. */
export interface Served {
  readonly body: string | Uint8Array;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HostPage extends AsyncDisposable {
  readonly origin: string;
}

/** Serves pages until it is disposed of. @param answer given the path with its query; undefined is a 404. */
export async function serveHost(answer: (path: string) => Served | undefined): Promise<HostPage> {
  const server = createServer((request, response) => {
    const served = answer(request.url ?? '/');
    const { body = 'not found', type = 'text/html', headers = {} } = served ?? {};
    response.writeHead(served === undefined ? 404 : 200, { 'Content-Type': `${type}; charset=utf-8`, ...headers });
    response.end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
