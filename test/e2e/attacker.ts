/** A server somewhere else, that code in the sandbox must not reach: it answers every request and counts them. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class Attacker {
  readonly origin: string;
  /** Paths that were asked for, WebSockets among them. */
  readonly hits = new Set<string>();
  private readonly _server: Server;

  private constructor(server: Server) {
    this._server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<Attacker> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const attacker = new Attacker(server);
    server.on('request', (request, response) => {
      const path = request.url ?? '';
      if (path !== '/host' && path !== '/favicon.ico') attacker.hits.add(path);
      const type = path === '/host' ? 'text/html' : path === '/events' ? 'text/event-stream' : 'text/javascript';
      response.writeHead(200, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' });
      response.end(
        path === '/host' ? '<!doctype html><title>host</title>' : path === '/events' ? 'data: 1\n\n' : 'postMessage(1)',
      );
    });
    server.on('upgrade', (request, socket) => {
      attacker.hits.add(request.url ?? '');
      socket.end();
    });
    return attacker;
  }

  stop(): void {
    this._server.close();
    this._server.closeAllConnections();
  }
}
