/**
 * What the server makes of odd requests: the environ, the answer and the log, against those of the real one
 * (environs.json, made by record_environs.py; the twins of its apps are here).
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Sys } from '../../../src/kernel/sys.ts';
import { Machine } from '../../../src/machine/machine.ts';
import { encodeLatin1 } from '../../../src/python/bytes.ts';
import { ValueError } from '../../../src/python/errors.ts';
import type { ReadableFile } from '../../../src/stdlib/io.ts';
import { blocking } from '../../../src/werkzeug/app.ts';
import type { Environ, StartResponse, WsgiApp } from '../../../src/werkzeug/wsgi-types.ts';

interface Recorded {
  readonly app: string;
  readonly threaded: boolean;
  readonly request: string;
  readonly environ?: Readonly<Record<string, unknown>> | null;
  readonly answer: string;
  readonly log: readonly string[];
}
const recorded = JSON.parse(readFileSync(new URL('environs.json', import.meta.url), 'utf8')) as readonly Recorded[];

const MASKED = new Set(['REMOTE_PORT', 'SERVER_PORT', 'SERVER_SOFTWARE']);
const bytes = encodeLatin1;

/** Keeps the plain values of its environ in `seen`, and answers what it was sent. */
const echo = (seen: Environ[]): WsgiApp =>
  blocking(function* (environ, startResponse) {
    seen.push(
      Object.fromEntries(
        Object.entries(environ).filter(
          ([key, value]) => ['string', 'number', 'boolean'].includes(typeof value) && !MASKED.has(key),
        ),
      ),
    );
    const size = environ['wsgi.input_terminated'] === true ? -1 : Number(environ['CONTENT_LENGTH'] ?? 0);
    const data = yield* (environ['wsgi.input'] as ReadableFile).read(size);
    startResponse((environ['HTTP_X_STATUS'] as string | undefined) ?? '200 OK', []);
    return [bytes('body '), data];
  });

function* late(): Generator<Uint8Array> {
  yield bytes('some');
  throw new ValueError('midway');
}

const BODIES: Readonly<Record<string, () => unknown>> = {
  pieces: () => [bytes('a'), bytes(''), bytes('b')],
  empty: () => [bytes('')],
  nothing: () => [],
  again: () => [],
  length: () => [bytes('ab')],
  Length: () => [bytes('ab')],
  write: () => [bytes('itten')],
  text: () => ['text'],
  late,
};

const shaped = (shape: string): WsgiApp =>
  blocking(function* (_environ: Environ, startResponse: StartResponse): Sys<unknown> {
    if (shape === 'never') return [bytes('x')];
    const name = { length: 'Content-Length', Length: 'content-LENGTH' }[shape];
    const write = startResponse('200 OK', [name === undefined ? ['X-Y', 'z'] : [name, '2']]);
    const failed = (text: string): readonly [typeof ValueError, ValueError, undefined] => [
      ValueError,
      new ValueError(text),
      undefined,
    ];
    if (shape === 'write') for (const part of ['wr', '']) yield* write(bytes(part));
    if (shape === 'again') yield* write(bytes('once'));
    if (shape === 'twice') startResponse('201 Created', []);
    if (shape === 'twice-exc') startResponse('500 Oops', [['X-Oops', '1']], failed('x'));
    if (shape === 'late-exc') {
      yield* write(bytes('sent'));
      startResponse('500 Oops', [['X-Oops', '1']], failed('too late'));
    }
    return BODIES[shape]?.() ?? [bytes('end')];
  } as () => Sys<Iterable<Uint8Array>>);

/** The log without the lines of the start, the time of day and the frames of tracebacks. */
const logOf = (log: string): string[] =>
  log
    .slice(log.indexOf('quit\x1b[0m\n') + 'quit\x1b[0m\n'.length)
    .replaceAll(/\[\d\d\/\w+\/\d{4} [\d:]+\]/g, '[time]')
    .replaceAll(/(?<=Error on request:\n)Traceback.*\n/g, '')
    .split(/\n(?=127|Error on)/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');

test.each(recorded.map((item) => [item.app, item.threaded ? 'threads' : 'one thread', item.request, item] as const))(
  'an app %s with %s gets and answers as it really would: %j',
  (name, _, request, { threaded, environ, answer, log }) => {
    const seen: Environ[] = [];
    const app = name === 'echo' ? echo(seen) : shaped(name);
    const machine = new Machine({ app, server: threaded ? 'threaded' : 'base', trace: false });
    const client = machine.connect();
    client.send(bytes(request));
    machine.run();
    expect(client.received.replace(/Date: [^\r]*\r\n/, '')).toBe(answer);
    // What the server prints itself is tested elsewhere.
    if (answer !== '') expect(logOf(machine.log)).toEqual(log);
    if (environ !== undefined) expect(seen[0] ?? null).toEqual(environ);
  },
);
