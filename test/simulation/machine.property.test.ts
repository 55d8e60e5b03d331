/** Properties of every machine, for any clients, order of threads and buffer sizes. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Machine } from '../../src/machine/machine.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { ValueError } from '../../src/python/errors.ts';
import { sleep } from '../../src/stdlib/time.ts';
import { blocking } from '../../src/werkzeug/app.ts';
import type { Environ, StartResponse } from '../../src/werkzeug/wsgi-types.ts';
import { Request } from '../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../src/werkzeug/wrappers/response.ts';
import { watched } from '../tools/fuzz/watched.ts';
import type { Watch } from '../tools/fuzz/watched.ts';
import { machines, play, scenes } from './scenes.ts';
import { runs } from '../support/properties.ts';

const RUNS = runs(60);

/**
 * Fails before or after it starts, between chunks, or while it is closed, as the path says; or sleeps, or does not
 * fail.
 */
const wayward = blocking(function* (environ: Environ, startResponse: StartResponse): Sys<Iterable<Uint8Array>> {
  const path = environ['PATH_INFO'];
  if (path === '/call') throw new ValueError('in the call');
  if (path === '/sleep') yield* sleep(0.2);
  startResponse('200 OK', []);
  return new Chunks(path);
});

class Chunks implements Iterable<Uint8Array> {
  private readonly _path: unknown;

  constructor(path: unknown) {
    this._path = path;
  }

  *[Symbol.iterator](): Generator<Uint8Array> {
    yield encodeLatin1('first');
    if (this._path === '/chunk') throw new ValueError('between chunks');
    yield encodeLatin1('x'.repeat(500));
  }

  close(): void {
    if (this._path === '/close') throw new ValueError('in close');
  }
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc`;
const paths = fc.constantFrom('/', '/call', '/sleep', '/chunk', '/close', '/nothing');
const requests = fc.array(paths.map(get), { minLength: 3, maxLength: 3 });

const openFiles = (machine: Machine): string[] =>
  machine.serverProcess.fds.entries().flatMap(([fd, { kind }]) => (kind === 'epoll' ? [] : [`${fd} ${kind}`]));

describe('for any clients', () => {
  test('no descriptor of the server is leaked, or used after it was closed', () => {
    fc.assert(
      fc.property(scenes, requests, (scene, texts) => {
        const machine = new Machine({ ...scene.options, app: wayward });
        machine.run();
        const before = openFiles(machine);
        play(scene, machine, texts);
        expect(openFiles(machine)).toEqual(before);
        const used = machine.trace.steps().filter(({ kind, detail }) => kind === 'syscall' && /\bEBADF\b/.test(detail));
        expect(used).toEqual([]);
      }),
      RUNS,
    );
  });

  test('every thread has ended, or is listed as blocked, with its call', () => {
    fc.assert(
      fc.property(scenes, requests, fc.boolean(), (scene, texts, stay) => {
        const machine = new Machine({ ...scene.options, app: wayward });
        play(scene, machine, texts, stay);
        const { threads, processes } = machine.snapshot();
        for (const { state, waitsIn } of threads) {
          expect(state).toBe('waiting');
          expect(waitsIn).toMatch(/^\w+\(.*\)$/);
        }
        if (stay) return;
        expect(threads.filter(({ pid }) => pid === machine.serverProcess.pid)).toHaveLength(1);
        // An ended child is collected when the server checks, which it does twice a second.
        machine.run({ until: machine.time + 1 });
        expect(processes.filter(({ parent, exitStatus }) => parent !== undefined && exitStatus === undefined)).toEqual(
          [],
        );
        expect(machine.snapshot().processes.filter(({ parent }) => parent !== undefined)).toEqual([]);
      }),
      RUNS,
    );
  });

  test("an app's iterable is closed once; only a connection that fails while it is drained keeps Werkzeug from it", () => {
    fc.assert(
      fc.property(scenes, requests, (scene, texts) => {
        const watch: Watch = { answers: [], oddities: [] };
        const machine = new Machine({ ...scene.options, app: watched(wayward, watch), trace: false });
        play(scene, machine, texts);
        expect(watch.answers.map(({ closes }) => closes)).toEqual(watch.answers.map(({ due }) => due));
        expect(watch.oddities).toEqual([]);
        const isReset = scene.actions.some(({ what }) => what === 'reset' || what === 'close');
        if (!isReset) expect(watch.answers.filter(({ closes }) => closes !== 1)).toEqual([]);
      }),
      runs(150),
    );
  });

  test('the same scenario leaves the same trace', () => {
    fc.assert(
      fc.property(scenes, requests, (scene, texts) => {
        const hash = (): string => {
          const machine = new Machine({ ...scene.options, app: wayward });
          play(scene, machine, texts);
          return machine.trace.hash();
        };
        expect(hash()).toBe(hash());
      }),
      runs(30),
    );
  });
});

describe('a body that is sent in pieces', () => {
  const echo = Request.application(function* (request): Sys<Response> {
    return new Response(yield* request.getData());
  });
  const bodies = fc.uint8Array({ maxLength: 3000 });
  const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 });

  /** The body of a response, with its chunks joined. */
  function bodyOf(answer: string): string {
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
    expect(answer).toMatch(/\r\nContent-Length: /);
    return body;
  }

  test('returns unchanged, for any fragmentation, order and buffer size', () => {
    fc.assert(
      fc.property(machines, bodies, sizes, fc.boolean(), (options, body, pieces, isChunked) => {
        const machine = new Machine({ ...options, app: echo, trace: false });
        const client = machine.connect();
        const text = String.fromCharCode(...body);
        const length = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`;
        client.send(`POST / HTTP/1.1\r\nHost: localhost\r\n${length}\r\n\r\n`);
        let from = 0;
        for (let turn = 0; from < text.length; turn += 1) {
          const piece = text.slice(from, from + (pieces[turn % pieces.length] ?? 1));
          client.send(isChunked ? `${piece.length.toString(16)}\r\n${piece}\r\n` : piece);
          if (turn % 2 === 0) machine.run({ until: machine.time + 0.001 });
          from += piece.length;
        }
        if (isChunked) client.send('0\r\n\r\n');
        machine.run();
        expect(client.received).toMatch(/^HTTP\/1\.[01] 200 OK\r\n/);
        expect(bodyOf(client.received)).toBe(text);
        expect(client.state).toBe('eof');
      }),
      RUNS,
    );
  });
});
