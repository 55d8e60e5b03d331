/** The peers of the machine: node:http on streams in memory and on loopback, light-my-request, and real Werkzeug. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { connect } from 'node:net';
import { duplexPair, type Duplex } from 'node:stream';
import { inject } from 'light-my-request';
import { BODY, KEPT_REQUEST, MEGABYTE, REQUEST } from './machines.ts';
import { check } from './measure.ts';

const HEADERS = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': BODY.length };

const answer: RequestListener = (_request, response) => {
  response.writeHead(200, HEADERS);
  response.end(BODY);
};

const hello = createServer(answer);
const large = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Length': MEGABYTE.length });
  response.end(MEGABYTE);
});
const echo = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    response.writeHead(200, { 'Content-Length': body.length });
    response.end(body);
  });
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function all(stream: Duplex): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
    stream.on('end', () => {
      resolve(Buffer.concat(chunks));
      stream.end();
    });
    stream.on('error', reject);
  });
}

/* oxlint-disable no-await-in-loop -- one connection after the other, as in the machine */

/** node:http over `stream.duplexPair`: a connection for each request. */
export async function inMemory(requests: number): Promise<void> {
  for (let request = 0; request < requests; request += 1) {
    const [near, far] = duplexPair();
    hello.emit('connection', far);
    near.write(REQUEST, 'latin1');
    check((await all(near)).toString('latin1'), BODY);
  }
}

/** … and all requests on one connection. */
export async function inMemoryKept(requests: number): Promise<void> {
  const [near, far] = duplexPair();
  hello.emit('connection', far);
  near.setEncoding('latin1');
  for (let request = 0; request < requests; request += 1) {
    near.write(KEPT_REQUEST, 'latin1');
    let text = '';
    while (!text.endsWith(BODY)) text += String((await once(near, 'data'))[0]);
    check(text, BODY);
  }
  near.end();
}

export async function largeAnswer(): Promise<void> {
  const [near, far] = duplexPair();
  large.emit('connection', far);
  near.write(REQUEST, 'latin1');
  if ((await all(near)).length < MEGABYTE.length) throw new Error('the answer is too short');
}

export async function largePost(head: string): Promise<void> {
  const [near, far] = duplexPair();
  echo.emit('connection', far);
  near.write(head, 'latin1');
  near.write(MEGABYTE);
  if ((await all(near)).length < MEGABYTE.length) throw new Error('the answer is too short');
}

export async function injected(requests: number): Promise<void> {
  for (let request = 0; request < requests; request += 1) {
    const response = await inject(answer, { method: 'GET', url: '/' });
    if (response.payload !== BODY) throw new Error(`not the answer of hello: ${response.payload}`);
  }
}

/** A server in a process of its own, which tells the processor time of that process, in microseconds, at /time. */
export interface Remote {
  readonly name: string;
  /** Serves requests, a connection for each; returns the processor time of the server for one. */
  serve(requests: number): Promise<number>;
  end(): void;
}

async function remote(name: string, child: ChildProcess): Promise<Remote> {
  const { stdout } = child;
  if (stdout === null) throw new Error(`${name} has no output`);
  const [line] = (await once(stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  const get = async (path: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(REQUEST.replace(' / ', ` ${path} `));
    return (await all(socket)).toString('latin1');
  };
  const time = async (): Promise<number> => Number((await get('/time')).split('\r\n\r\n')[1]);
  return {
    name,
    async serve(requests) {
      const before = await time();
      for (let request = 0; request < requests; request += 1) check(await get('/'), BODY);
      return ((await time()) - before) / requests;
    },
    end: () => void child.kill(),
  };
}

const NODE = `
const body = ${JSON.stringify(BODY)};
const server = require('node:http').createServer((request, response) => {
  const { user, system } = process.cpuUsage();
  const text = request.url === '/time' ? String(user + system) : body;
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': text.length });
  response.end(text);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

const PYTHON = `
import time
from werkzeug.serving import make_server, WSGIRequestHandler
from werkzeug.wrappers import Request, Response
class Quiet(WSGIRequestHandler):
    def log(self, *args): pass
@Request.application
def app(request):
    return Response(str(time.process_time() * 1e6) if request.path == '/time' else ${JSON.stringify(BODY)})
server = make_server('127.0.0.1', 0, app, request_handler=Quiet)
print(server.port, flush=True)
server.serve_forever()`;

const start = (command: string, flag: string, program: string): ChildProcess =>
  spawn(command, [flag, program], { stdio: ['ignore', 'pipe', 'ignore'] });

export const nodeOnLoopback = (): Promise<Remote> =>
  remote('node:http on loopback, server only', start(process.execPath, '-e', NODE));

/** Undefined when Python or Werkzeug is not there. Its log is off, which makes it faster. */
export async function realWerkzeug(): Promise<Remote | undefined> {
  const version = pythonWerkzeug();
  return version === undefined
    ? undefined
    : remote('Werkzeug on loopback, server only, no log', start('python3', '-c', PYTHON));
}

/** The version of the Werkzeug that `python3` imports. */
export function pythonWerkzeug(): string | undefined {
  const program = 'import platform; from importlib.metadata import version; import werkzeug.serving; ';
  const print = 'print(version("werkzeug"), "on Python", platform.python_version())';
  const { status, stdout } = spawnSync('python3', ['-c', program + print], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
