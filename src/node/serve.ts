/** `glaswerk serve`: shows the workbench of the package on this computer, so that links of reports can be opened. */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Surroundings } from './check/check.ts';

const HELP = `Usage: glaswerk serve [--port PORT]

Shows the workbench at http://127.0.0.1:PORT/ (4173), until it is stopped with Ctrl+C.
`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Beside the command in the package, and in its sources. */
const PAGE = new URL('../../dist/page/', import.meta.url);

/** Returns when the server has ended. */
export async function serve(args: readonly string[], at: Surroundings): Promise<number> {
  let port: number;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      at.out(HELP);
      return 0;
    }
    port = Number(values.port ?? 4173);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port: '${values.port}' is not a port`);
  } catch (error) {
    at.err(`glaswerk serve: ${error instanceof Error ? error.message : String(error)}\n${HELP}`);
    return 2;
  }
  return listen(serverOf(fileURLToPath(PAGE)), port, at);
}

/** A server of the files of a folder. */
export function serverOf(folder: string): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(folder, normalize(decodedPath(pathname)));
    answer(response, pathname.endsWith('/') ? join(file, 'index.html') : file);
  });
}

function decodedPath(pathname: string): string {
  try {
    return decodeURIComponent(pathname).replaceAll('\0', '');
  } catch {
    return '/';
  }
}

function answer(response: ServerResponse, file: string): void {
  const { isFile, size } = statusOf(file);
  if (!isFile) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('there is no such file\n');
    return;
  }
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': size,
  });
  createReadStream(file).pipe(response);
}

function statusOf(file: string): { readonly isFile: boolean; readonly size: number } {
  const status = statSync(file, { throwIfNoEntry: false });
  return { isFile: status?.isFile() === true, size: status?.size ?? 0 };
}

function listen(server: Server, port: number, at: Surroundings): Promise<number> {
  return new Promise((resolve) => {
    server.on('error', (error) => {
      at.err(`glaswerk serve: ${error.message}\n`);
      resolve(2);
    });
    server.on('close', () => resolve(0));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const shown = typeof address === 'object' && address !== null ? address.port : port;
      at.out(`The workbench is at http://127.0.0.1:${shown}/ (Ctrl+C ends it)\n`);
    });
  });
}
