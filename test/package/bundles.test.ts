/**
 * The package inside an app that a bundler has minified: class and function names of the code are gone, so whatever the
 * library shows of them must be data. What `npm run build` wrote is bundled, run in Node, and compared with itself.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const consumer = mkdtempSync(join(tmpdir(), 'glaswerk-bundles-'));

beforeAll(() => {
  mkdirSync(join(consumer, 'node_modules'));
  symlinkSync(process.cwd(), join(consumer, 'node_modules/glaswerk'), 'junction');
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module", "private": true }');
});

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly exports: Record<string, unknown> };
/** What a user imports: `glaswerk`, `glaswerk/http.server`, … */
const entries = Object.keys(exports)
  .filter((name) => name !== './package.json')
  .map((name) => name.replace(/^\./, 'glaswerk'));

/** Every preset on every server, breakpoints by name, faults of apps and handlers, names and `repr`. */
const WHOLE = `
${entries.map((name, index) => `import * as entry${index} from '${name}';`).join('\n')}
// Nothing may be left out: the names are to be the same.
globalThis.kept = [${entries.map((_, index) => `entry${index}`).join(', ')}];
import * as glaswerk from 'glaswerk';
import * as errors from 'glaswerk/builtins';
import * as exceptions from 'glaswerk/werkzeug.exceptions';

const { Machine, PRESETS, Request, mirroredNames, repr } = glaswerk;
const REQUEST = 'POST /a?b=c HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nContent-Length: 9\\r\\n\\r\\nname=Anna';

function play(options, request = REQUEST) {
  const machine = new Machine(options);
  machine.connect().send(request);
  machine.run();
  return [machine.trace.hash(), machine.log, machine.clients[0].received, machine.errors.map(({ hint }) => hint)];
}

const played = PRESETS.filter(({ isDatagram }) => isDatagram !== true).flatMap(({ name, app }) =>
  ['base', 'threaded', 'forking'].map((server) => [name, server, play({ app, server })]),
);
const faults = [
  play({ app: () => { throw new errors.KeyError('a key'); } }),
  play({ app: () => { throw new errors.ConnectionResetError(104, 'Connection reset by peer'); } }),
  play({ app: Request.application(() => { throw new exceptions.NotFound(); }) }),
  play({ app: Request.application(() => exceptions.abort(418)) }),
  play({ app: () => 'a text' }),
  play({ app: Request.application((request) => repr([request, request.headers, request.args, request.environ])) }),
];

const stopped = new Machine({ app: PRESETS[0].app, server: 'threaded' });
stopped.breakpoints.add({ call: 'socketserver.ThreadingMixIn.process_request_thread', once: true });
stopped.breakpoints.add({ call: 'werkzeug.serving.WSGIRequestHandler.run_wsgi', once: true });
stopped.connect().send(REQUEST);
const stops = [stopped.run().why, stopped.cursor, stopped.run().why, stopped.cursor, stopped.snapshot().threads];

const values = [...Object.values(errors), ...Object.values(exceptions)]
  .filter((Class) => /^class\\b/.test(String(Class)))
  .map((Class) => [Class.name, repr(Class), repr(Object.create(Class.prototype).constructor)]);
console.log(JSON.stringify({ played, faults, stops, values, names: mirroredNames() }));
`;

/** An app that needs little: bundlers leave out most of the library. */
const SMALL = `
import { Machine, mirroredNames } from 'glaswerk';
// Members of an object: their names are keys, which stay. The name of a variable would be the app's own affair.
const answers = { app: (environ, startResponse) => {
  startResponse('200 OK', [['Content-Type', 'text/plain']]);
  return [new Uint8Array([104, 105])];
} };
const fails = () => { throw new Error('boom'); };
const results = [answers, { app: () => fails() }].flatMap((options) => ['base', 'threaded', 'forking'].map((server) => {
  const machine = new Machine({ ...options, server });
  machine.breakpoints.add({ call: 'http.server.BaseHTTPRequestHandler.handle_one_request' });
  machine.connect().send('GET / HTTP/1.0\\r\\n\\r\\n');
  const { why } = machine.run();
  while (machine.run().why === 'breakpoint');
  return [why, machine.trace.hash(), machine.log, machine.clients[0].received];
}));
console.log(JSON.stringify({ results, names: mirroredNames() }));
`;

/** A scenario of a preset, in a program that does not import the presets. */
const PRESET = `
import { Machine } from 'glaswerk';
const scenario = { version: 1, options: {}, app: { preset: 'hello' }, inputs: [] };
const own = { app: (environ, startResponse) => { startResponse('200 OK', []); return []; } };
let message = '';
try { Machine.from(scenario); } catch (error) { message = error.message; }
const machine = Machine.from(scenario, own);
machine.connect().send('GET / HTTP/1.0\\r\\n\\r\\n');
machine.run();
console.log(JSON.stringify({ message, status: machine.clients[0].received.split('\\r')[0], names: [] }));
`;

/** Rarer members of a page, in a program that imports the exception, and maybe Response. */
const page = (imported: string): string => `
import { ${imported} } from 'glaswerk';
const response = new NotFound().getResponse();
globalThis.kept = [${imported}];
let control = '';
try { control = String(response.cacheControl); } catch (error) { control = [error.name, error.message].join(': '); }
console.log(JSON.stringify({ status: response.status, control, names: [] }));
`;

type Printed = Readonly<Record<string, unknown>> & { readonly names: readonly string[] };

function run(file: string): Printed {
  const options = { cwd: consumer, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  return JSON.parse(execFileSync(process.execPath, [file], options)) as Printed;
}

function written(name: string, program: string): string {
  const file = join(consumer, name);
  writeFileSync(file, program);
  return file;
}

const BUNDLERS: Readonly<Record<string, (file: string) => Promise<string>>> = {
  async vite(file) {
    const outDir = join(consumer, `vite-${basename(file)}`);
    const output = { entryFileNames: 'bundle.js' };
    const build_ = {
      outDir,
      target: 'es2023',
      modulePreload: { polyfill: false },
      rolldownOptions: { input: file, output },
    };
    await build({ configFile: false, root: consumer, logLevel: 'error', build: build_ });
    return join(outDir, 'bundle.js');
  },
  async esbuild(file) {
    const outfile = join(consumer, `esbuild-${basename(file)}`);
    await esbuild.build({ entryPoints: [file], outfile, bundle: true, minify: true, format: 'esm', logLevel: 'error' });
    return outfile;
  },
};

describe.each(Object.entries(BUNDLERS))('minified by %s', (_name, bundle) => {
  test('an app that uses everything shows the same names, traces, logs and stops', async () => {
    const file = written('whole.js', WHOLE);
    const plain = run(file);
    expect(plain.names).toContain('http.server.BaseHTTPRequestHandler.handle_one_request');
    expect(run(await bundle(file))).toEqual(plain);
  });

  test('an app that uses little leaves the same traces, and no name but those of the library', async () => {
    const file = written('small.js', SMALL);
    const plain = run(file);
    const { names, ...results } = run(await bundle(file));
    expect({ ...results, names: plain.names }).toEqual(plain);
    expect(plain.names).toEqual(expect.arrayContaining([...names]));
    // What the bundler left out cannot be called: nothing of it is imported.
    const left = [
      'werkzeug.sansio.multipart',
      'werkzeug.formparser',
      'werkzeug.wrappers.request',
      'threading.Barrier',
      'socketserver.UDPServer',
    ];
    for (const module of left) {
      expect(plain.names.some((name) => name.startsWith(module))).toBe(true);
      expect(names.filter((name) => name.startsWith(module))).toEqual([]);
    }
  });

  test('a scenario of a preset asks for the app that the bundler has left out, and takes it', async () => {
    const file = written('preset.js', PRESET);
    expect(run(file).message).toBe('');
    const { message, status } = run(await bundle(file));
    expect(message).toBe(
      "bring.app: the scenario serves the preset 'hello', which a bundler has left out; supply preset('hello').app",
    );
    expect(status).toBe('HTTP/1.0 200 OK');
  });

  test('the page of an exception asks for Response when a bundler has left out what a member needs', async () => {
    const left = written('page-without-response.js', page('Machine, NotFound'));
    const whole = written('page-with-response.js', page('Machine, NotFound, Response'));
    const { control: unbundled } = run(left);
    expect(run(await bundle(whole))).toMatchObject({ status: '404 NOT FOUND', control: unbundled });
    expect(run(await bundle(left))).toMatchObject({
      status: '404 NOT FOUND',
      control:
        "TypeError: a bundler has left out this part of Response: use Response, as imported from 'glaswerk', once",
    });
  });
});
