/**
 * Which functions a first Run needs: those that these examples call. The build plays them and leaves the others to a
 * later part of the worker's program. What is called when they are shown step by step comes before the rest.
 */
import type { ServerKind } from '../../../src/vocabulary.ts';
import type { PartModules } from '../../../web/sandbox/program.ts';
import { PartsWorker } from './play-parts.ts';
import type { View } from './play-parts.ts';
import { candidatesOf } from './split-module.ts';

const GET = 'GET / HTTP/1.1\nHost: localhost\n\n';

/** Apps that come with Glaswerk; `echo`, `form`, `boom` and `datagrams` need more than a first part that is small. */
const APPS = ['hello', 'raw-hello', 'environ', 'stream', 'sleepy', 'counter'] as const;

export interface FirstExample {
  readonly app: string;
  readonly text: string;
  readonly answer?: string;
  readonly server?: ServerKind;
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

const nothing = (): Promise<void> => Promise.resolve();

/** The names of the functions that the examples call in a counted part, with their files. */
export const firstUse = async (core: PartModules): Promise<ReadonlySet<string>> =>
  await countedIn([core], (worker, example) => worker.play(example), nothing);

/** The same for what a stage does with the examples until a reader asks for more, and the page until it is whole. */
export const firstViews = async (parts: readonly PartModules[]): Promise<ReadonlySet<string>> =>
  await countedIn(parts, viewExample, viewFirstAnswer);

/** What a stage asks the worker for: the scenario, its machine, moments of it, and what a reader sends. */
export async function viewExample(worker: PartsWorker, example: FirstExample): Promise<View> {
  const read = await worker.play(example, { isRun: false });
  if (read.type !== 'played') throw new Error(`${JSON.stringify(example)}: ${JSON.stringify(read)}`);
  const view = worker.view();
  await view.boot(read.played.scenario);
  await view.rest();
  const { length } = view;
  for (const step of [length, Math.floor(length / 2), 0, 1, length - 1]) {
    // oxlint-disable-next-line no-await-in-loop
    await view.seek(step);
  }
  // At the end, and then at a moment of the past, which begins a branch.
  for (const at of [undefined, Math.floor(length / 2)]) {
    if (at !== undefined) view.say({ type: 'branch', step: at });
    // oxlint-disable-next-line no-await-in-loop
    await view.rest();
    const client = view.connections;
    // oxlint-disable-next-line no-await-in-loop
    await request(view, client);
    view.say({ type: 'client', client, action: { act: 'close' } });
    // oxlint-disable-next-line no-await-in-loop
    await view.rest();
  }
  view.end();
  return view;
}

/** What the page asks the worker for until a reader has the first answer: a new machine, and what is typed. */
export async function viewFirstAnswer(worker: PartsWorker, server: ServerKind): Promise<View> {
  const view = worker.view();
  await view.bootNew(server);
  view.say({ type: 'showClients', clients: [] });
  await view.rest();
  await request(view, 0);
  view.say({ type: 'export', isQuiet: true });
  await view.rest();
  view.end();
  return view;
}

/** A client connects and asks, line by line. */
async function request(view: View, client: number): Promise<void> {
  view.say({ type: 'client', client, action: { act: 'connect' } });
  view.say({ type: 'showClients', clients: [client] });
  for (const line of ['GET / HTTP/1.1\r\n', 'Host: localhost\r\n\r\n']) {
    view.say({ type: 'client', client, action: { act: 'send', bytes: new TextEncoder().encode(line) } });
    // oxlint-disable-next-line no-await-in-loop
    await view.rest();
  }
}

async function countedIn(
  parts: readonly PartModules[],
  use: (worker: PartsWorker, example: FirstExample) => Promise<unknown>,
  useAlone: (worker: PartsWorker, server: ServerKind) => Promise<unknown>,
): Promise<ReadonlySet<string>> {
  const called = new Set<string>();
  (globalThis as Counting)[CALLED] = called;
  const worker = new PartsWorker(`counted ${performance.now()}`);
  // One after the other: each waits for the worker's answer.
  // oxlint-disable-next-line no-await-in-loop
  for (const part of parts) await worker.load(part);
  for (const server of SERVERS) {
    // oxlint-disable-next-line no-await-in-loop
    for (const example of FIRST_EXAMPLES) await use(worker, { ...example, server });
    // oxlint-disable-next-line no-await-in-loop
    await useAlone(worker, server);
  }
  delete (globalThis as Counting)[CALLED];
  return called;
}
