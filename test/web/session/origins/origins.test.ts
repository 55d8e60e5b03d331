/** Where things come from and go, on the log of a real machine: chains in order of time, and the way through them. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rowsOf } from '../../../../src/host/step-rows.ts';
import { create, Machine, preset } from '../../../../src/index.ts';
import type { MachineOptions, Snapshot, Sys, WsgiApp } from '../../../../src/index.ts';
import { BaseHTTPRequestHandler, HTTPServer } from '../../../../src/modules/http.server.ts';
import { Scope } from '../../../../web/kit/scope.ts';
import type { Chain, ChainLink } from '../../../../web/session/origins/chain.ts';
import { Origins } from '../../../../web/session/origins/origins.ts';
import type { Session } from '../../../../web/session/session.ts';
import { holdFrames, quietSession } from '../../../support/quiet-session.ts';
import type { HeldFrames } from '../../../support/quiet-session.ts';

let scope = new Scope();
let frames: HeldFrames;

beforeEach(() => {
  scope = new Scope();
  frames = holdFrames();
});

afterEach(() => {
  scope.end();
  vi.unstubAllGlobals();
});

const HELLO = 'GET /hello?name=you HTTP/1.1\r\nHost: localhost\r\n\r\n';

interface Page {
  readonly session: Session;
  readonly origins: Origins;
  readonly machine: Machine;
  /** The session has what the machine has. */
  readonly follow: () => Promise<void>;
}

async function page(
  requests: string,
  options: Partial<MachineOptions> = { app: preset('hello')?.app as WsgiApp },
): Promise<Page> {
  const { session } = quietSession(scope);
  const machine = new Machine(options);
  machine.connect().send(requests);
  machine.run();
  const origins = new Origins(session, scope);
  const follow = async (): Promise<void> => {
    const live: Snapshot = machine.snapshot();
    session.log.append(rowsOf(machine.trace.steps().slice(session.log.length)));
    session.store.set({ length: session.log.length, live, shown: live, connection: 0 });
    await frames.settled();
  };
  await follow();
  return { session, origins, machine, follow };
}

const chainOf = ({ origins }: Page): Chain => {
  const { chain } = origins.state;
  if (chain === undefined) throw new Error('nothing is known of it');
  return chain;
};

const codes = (links: readonly ChainLink[]): readonly string[] => links.map(({ what }) => what.code);

/** The steps of a chain, those that have happened. */
const steps = (links: readonly ChainLink[]): readonly number[] => links.flatMap(({ step }) => step ?? []);

const linkOf = (links: readonly ChainLink[], code: string): ChainLink => {
  const link = links.find(({ what }) => what.code === code);
  if (link === undefined) throw new Error(`no link ${code} among ${codes(links).join(', ')}`);
  return link;
};

test('a key of the environ comes from what was typed, oldest first, name and value together', async () => {
  const shown = await page(HELLO);
  shown.origins.ask({ environ: 'HTTP_HOST', client: 0 });
  const { origin, fate } = chainOf(shown);
  expect(codes(origin)).toEqual([...['typed', 'sent', 'queued', 'received', 'read.header', 'environ', 'environ.name']]);
  // The name and the value, without what stands between them.
  expect(linkOf(origin, 'read.header').bytes.map(({ from, to }) => [from, to])).toEqual([
    [30, 34],
    [36, 45],
  ]);
  expect(codes(fate)).toEqual(['end.app']);
});

test('what a request line becomes is in order of time, and an end is told once for all keys', async () => {
  const shown = await page(HELLO);
  shown.origins.ask({ client: 0, direction: 'request', byte: 0, to: 30, lane: 'rfile' });
  const { fate } = chainOf(shown);
  expect(steps(fate)).toEqual(steps(fate).toSorted((one, other) => one - other));
  expect(codes(fate).filter((code) => code === 'end.app')).toHaveLength(1);
  expect(shown.origins.finder.text(linkOf(fate, 'end.app').what, 'en')).toContain('PATH_INFO, QUERY_STRING');
});

test('a link becomes the thing, the cursor goes to its step, and Back returns to both', async () => {
  const shown = await page(HELLO);
  const { session, origins } = shown;
  origins.ask({ environ: 'PATH_INFO', client: 0 });
  const read = linkOf(chainOf(shown).origin, 'read.line');
  origins.walkTo(read);
  expect(session.state.cursor).toBe((read.step ?? 0) + 1);
  expect(origins.state.subject).toEqual({ client: 0, direction: 'request', byte: 4, to: 10, lane: 'rfile' });
  // The link stands for itself, once.
  expect(chainOf(shown).via).toEqual(read);
  expect(codes(chainOf(shown).origin).at(-1)).toBe('received');
  expect(codes(chainOf(shown).fate)[0]).toBe('attribute');
  expect(session.state.asked).toEqual({
    request: { from: 4, to: 10 },
    environKeys: ['PATH_INFO', 'REQUEST_URI', 'RAW_URI'],
    values: ['path'],
    logLines: [3],
    step: read.step,
  });
  // From there on, too: `/hello` is in three keys.
  expect(codes(chainOf(shown).fate).filter((code) => code === 'environ')).toHaveLength(3);
  origins.walkTo(linkOf(chainOf(shown).fate, 'attribute'));
  expect(origins.state.subject).toEqual({ attribute: 'path', client: 0, request: 0 });
  origins.back();
  origins.back();
  expect(origins.state).toMatchObject({ subject: { environ: 'PATH_INFO' }, canGoBack: false });
  expect(session.state.cursor).toBeUndefined();
});

class KeepAlive extends BaseHTTPRequestHandler {
  static override protocolVersion = 'HTTP/1.1';
  *do_GET(): Sys<void> {
    this.sendResponse(204);
    yield* this.endHeaders();
  }
}

function* keepAlive(): Sys<void> {
  const server = yield* create(HTTPServer, ['127.0.0.1', 8000], KeepAlive);
  yield* server.serveForever();
}

test('of two requests on one connection, a value is that of the request that is looked at', async () => {
  const first = 'GET /first HTTP/1.1\r\n\r\n';
  const shown = await page(`${first}GET /second HTTP/1.1\r\n\r\n`, { program: keepAlive });
  const { session, origins } = shown;
  const at = (): number | undefined => linkOf(chainOf(shown).origin, 'read.line').bytes[0]?.from;
  origins.ask({ attribute: 'path', client: 0 });
  expect(at()).toBe(first.length + 4);
  const second = linkOf(chainOf(shown).origin, 'read.line').step ?? 0;
  session.store.set({ shown: { ...shown.machine.snapshot(), step: second }, cursor: second });
  await frames.settled();
  origins.ask({ attribute: 'path', client: 0 });
  expect(at()).toBe(4);
  // A byte of the second head: `_headers_buffer` is counted by itself.
  const { lanes = [] } = session.state.live?.connections[0] ?? {};
  const byte = (lanes.find(({ name }) => name === 'wfile')?.bytes.length ?? 0) - 10;
  origins.ask({ client: 0, direction: 'response', byte, lane: 'client in' });
  const line = chainOf(shown).origin.findLast(({ lane }) => lane === 'headers buffer') as ChainLink;
  origins.walkTo(line);
  expect(chainOf(shown).thing.bytes[0]?.from).toBe(byte);
});

test('the fate grows with the log, and is gone with another machine', async () => {
  const shown = await page('GET /hel');
  const { session, origins, machine, follow } = shown;
  origins.ask({ client: 0, direction: 'request', byte: 5, lane: 'client out' });
  expect(codes(chainOf(shown).fate).at(-1)).toBe('end.in-rfile');
  machine.clients[0]?.send('lo HTTP/1.1\r\n\r\n');
  machine.run();
  await follow();
  expect(codes(chainOf(shown).fate)).toContain('environ');
  session.events.emit('reset', { code: 'machineStopped', values: {} });
  expect(origins.state.subject).toBeUndefined();
  expect(session.state.asked).toBeUndefined();
});

test('while a reader is asked what comes next, the fate does not tell it', async () => {
  const shown = await page(HELLO);
  const { session, origins } = shown;
  origins.ask({ client: 0, direction: 'request', byte: 5, lane: 'rfile' });
  const read = linkOf(chainOf(shown).fate, 'read.line').step ?? 0;
  session.store.set({ cursor: read, hidesFuture: true });
  await frames.settled();
  expect(chainOf(shown).fate).toEqual([]);
  expect(chainOf(shown).origin).not.toEqual([]);
});

test('what is not there is asked without harm', async () => {
  const shown = await page(HELLO);
  shown.origins.ask({ environ: 'HTTP_NOPE', client: 0 });
  expect(shown.origins.state).toMatchObject({ subject: { environ: 'HTTP_NOPE' }, chain: undefined });
});
