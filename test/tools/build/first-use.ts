/**
 * Which functions a first Run needs: those that these examples call. The build plays them and leaves the others to a
 * later part of the worker's program.
 */
import type { ServerKind } from '../../../src/vocabulary.ts';
import type { PartModules } from '../../../web/sandbox/program.ts';
import { PartsWorker } from './play-parts.ts';
import { candidatesOf } from './split-module.ts';

const GET = 'GET / HTTP/1.1\nHost: localhost\n\n';

/** Apps that come with Glaswerk; `echo`, `form`, `boom` and `datagrams` need more than a first part that is small. */
const APPS = ['hello', 'raw-hello', 'environ', 'stream', 'sleepy', 'counter'] as const;

interface FirstExample {
  readonly app: string;
  readonly text: string;
  readonly answer?: string;
}

/** Examples as authors print them. */
export const FIRST_EXAMPLES: readonly FirstExample[] = [
  ...APPS.map((app) => ({ app, text: GET })),
  ...[
    'GET /?name=you HTTP/1.0\n\n',
    'GET /?name=A+M&b=&c HTTP/1.0\n\n',
    'GET /a%20b?x=1 HTTP/1.1\nHost: localhost:5000\nUser-Agent: curl/8.5.0\nAccept: */*\n\n',
    'HEAD / HTTP/1.1\nHost: a\nCookie: a=b\nAccept: text/html\n\n',
    'DELETE /7 HTTP/1.1\nHost: a\n\n',
    'GET / HTTP/1.1\nbad header\n\n',
    'GET / HTTP/1.1\nHost: a\n[[half-close]]',
    `${GET}${GET}`,
  ].map((text) => ({ app: 'hello', text })),
  { app: 'stream', text: `${GET}[[pause 2s]]\n${GET}` },
  { app: 'hello', text: GET, answer: 'HTTP/1.0 200 OK\n...\n\n[..]' },
  { app: 'hello', text: GET, answer: 'HTTP/1.0 404 NOT FOUND\nServer: [..]\nDate: [DATE]\n...' },
];

const SERVERS: readonly ServerKind[] = ['base', 'threaded', 'forking'];

/** Where counted code says what it calls. */
const CALLED = Symbol.for('glaswerk.first-use');
type Counting = typeof globalThis & { [CALLED]?: Set<string> };

export const COUNTER = `export const called = (name) => globalThis[Symbol.for('glaswerk.first-use')]?.add(name);`;

/** The code of a module, of which each function that can be moved says that it is called. */
export function counted(code: string, file: string, counter: string): string {
  const imported = `import { called as $called } from ${JSON.stringify(counter)};\n`;
  let text = '';
  let from = 0;
  for (const { name, body } of candidatesOf(code).toSorted((one, other) => one.body.start - other.body.start)) {
    const note = `$called(${JSON.stringify(`${file}#${name}`)})`;
    const isBlock = body.type === 'BlockStatement';
    text += isBlock ? `${code.slice(from, body.start + 1)} ${note};` : `${code.slice(from, body.start)}(${note}, `;
    from = isBlock ? body.start + 1 : body.end;
    if (!isBlock) text += `${code.slice(body.start, body.end)})`;
  }
  return imported + text + code.slice(from);
}

/** The names of the functions that the examples call in a counted part, with their files. */
export async function firstUse(core: PartModules): Promise<ReadonlySet<string>> {
  const called = new Set<string>();
  (globalThis as Counting)[CALLED] = called;
  const worker = new PartsWorker(`counted ${performance.now()}`);
  await worker.load(core);
  for (const server of SERVERS) {
    // One after the other: each waits for the worker's answer.
    // oxlint-disable-next-line no-await-in-loop
    for (const example of FIRST_EXAMPLES) await worker.play({ ...example, server });
  }
  delete (globalThis as Counting)[CALLED];
  return called;
}
