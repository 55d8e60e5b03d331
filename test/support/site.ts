/**
 * A folder as a static host serves it, from memory. Files whose names have a hash are kept by the browser for good:
 * they are asked for once in each context.
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface Site {
  /** Ends with a slash. */
  readonly address: string;
  close(): Promise<void>;
}

export interface SiteOptions {
  /** 0, a free one, unless given. */
  readonly port?: number;
  /** Whether all is sent gzipped. */
  readonly isCompressed?: boolean;
  /** Documents beside those of the folder, by their path: HTML. */
  readonly documents?: Readonly<Record<string, string>>;
  /** What is done when its path is first asked for; each answer comes once that is done. */
  readonly tasks?: Readonly<Record<string, () => Promise<void>>>;
}

/** The files of a folder by the path of their address. */
function filesOf(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [file.slice(folder.length).replaceAll(sep, '/'), readFileSync(file)];
    }),
  );
}

function answerer(
  files: ReadonlyMap<string, Buffer>,
  headers: Readonly<Record<string, string>>,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const name = path.endsWith('/') ? `${path}index.html` : path;
    const body = files.get(name);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
      'Content-Length': body.length,
      'Cache-Control': name.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
      // What docs pages of other origins import.
      'Access-Control-Allow-Origin': '*',
      ...headers,
    });
    response.end(body);
  };
}

/** Serves a folder on 127.0.0.1 as it is now. */
export async function serveFolder(folder: string, options: SiteOptions = {}): Promise<Site> {
  const files = filesOf(folder);
  for (const [path, html] of Object.entries(options.documents ?? {})) files.set(path, Buffer.from(html));
  const isCompressed = options.isCompressed === true;
  if (isCompressed) for (const [name, body] of files) files.set(name, gzipSync(body, { level: 9 }));
  const answer = answerer(files, isCompressed ? { 'Content-Encoding': 'gzip' } : {});
  const done = new Map<string, Promise<void>>();
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    const task = options.tasks?.[path];
    if (task === undefined) return answer(request, response);
    const doing = done.get(path) ?? task();
    done.set(path, doing);
    doing.then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
