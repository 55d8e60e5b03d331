/** The reader's module becomes an app: which of its exports is the app, and what is said when there is none. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Machine } from '../../../src/index.ts';
import type { AppLoadError, LoadedApp } from '../../../src/host/app-loading.ts';
import type { LoadProblem } from '../../../src/host/app-faults.ts';
import type { loadApp as Load } from '../../../web/sandbox/app-loader.ts';
import { compile } from '../../../web/session/compile.ts';

const { lockDown } = vi.hoisted(() => ({ lockDown: vi.fn<() => void>() }));

vi.mock(import('../../../web/sandbox/lockdown.ts'), () => ({ lockDown }));

/** As in a worker: an uncaught error is an event. Where it was is told by the test. */
const realm = { listeners: new Set<(event: object) => void>(), place: { filename: '', lineno: 0, prevented: 0 } };

class CodeBlob {
  readonly code: string;
  constructor([code]: [string]) {
    this.code = code;
  }
}

let loadApp: typeof Load;

// It keeps what it finds in the global scope; no other file of tests loads it.
beforeAll(async () => {
  const { listeners, place } = realm;
  vi.stubGlobal('Blob', CodeBlob);
  vi.stubGlobal('addEventListener', (_: string, listen: (event: object) => void) => listeners.add(listen));
  vi.stubGlobal('removeEventListener', (_: string, listen: (event: object) => void) => listeners.delete(listen));
  vi.stubGlobal('reportError', () => {
    for (const listen of listeners) listen({ ...place, preventDefault: () => void (place.prevented += 1) });
  });
  ({ loadApp } = await import('../../../web/sandbox/app-loader.ts'));
  vi.unstubAllGlobals();
}, 60_000);

let address = '';

beforeEach(() => {
  // Node imports no blobs.
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    address = `data:text/javascript,${encodeURIComponent((blob as unknown as CodeBlob).code)}`;
    return address;
  });
});

afterEach(() => vi.restoreAllMocks());

const enter = vi.fn<() => void>();
afterEach(() => enter.mockClear());

function load(source: string): Promise<LoadedApp> {
  const code = compile(source);
  if (typeof code !== 'string') throw new Error(JSON.stringify(code));
  return loadApp(code, enter);
}

/** What is said of a module that is no app. */
async function problemOf(loading: Promise<LoadedApp>): Promise<LoadProblem> {
  const error: unknown = await loading.catch((thrown: unknown) => thrown);
  expect((error as Error).name).toBe('AppLoadError');
  return (error as AppLoadError).problem;
}

/** What an app answers. */
function answer({ app }: LoadedApp): string {
  const machine = new Machine({ app });
  const client = machine.connect();
  client.send('GET / HTTP/1.0\r\n\r\n');
  machine.run();
  return client.received.split('\r\n\r\n')[1] ?? '';
}

const says = (text: string): string =>
  `(environ, startResponse) => { startResponse('200 OK', []); return [new TextEncoder().encode('${text}')]; }`;

describe('the app is', () => {
  test.each([
    ['the default export', `export default ${says('a')}; export const app = ${says('b')};`, 'a'],
    ['what is called app', `export const other = ${says('a')}; export const app = ${says('b')};`, 'b'],
    ['the only function', `export const one = ${says('a')}; export const size = 5;`, 'a'],
  ])('%s', async (_, source, said) => {
    expect(answer(await load(source))).toBe(said);
  });

  test('a program, where there is one', async () => {
    const source = "import { sleep } from 'glaswerk/time';\nexport function* program() { yield* sleep(3); }";
    const { app } = await load(source);
    const machine = new Machine({ app });
    expect([machine.run().why, machine.time]).toEqual(['exit', 3]);
  });

  test('made for each machine: nothing of one is left in the next', async () => {
    const loaded = await load(
      `let count = 0; export default (e, startResponse) => { count += 1; startResponse('200 OK', []); return [new TextEncoder().encode(String(count))]; };`,
    );
    expect([answer(loaded), answer(loaded)]).toEqual(['1', '1']);
    expect(loaded.address).toBe(address);
    expect(enter).toHaveBeenCalledOnce();
  });

  test('loaded in a realm that is locked once, before its code runs', async () => {
    await load(`export default ${says('a')};`);
    await load(`export default ${says('b')};`);
    expect(lockDown.mock.calls.length).toBeLessThanOrEqual(1);
  });
});

describe('there is none, for a reason that is told:', () => {
  test.each([
    ['no function', 'export const a = 5;', 'appMissing'],
    [
      'several functions without a name that is known',
      `export const a = ${says('a')};\nexport const b = ${says('b')};`,
      'appMissing',
    ],
    ['a default export that is none', 'export default 5;', 'appNotFunction'],
    ['a program that is no generator', 'export const program = () => 1;', 'programNotGenerator'],
    ['a program beside an app', `export function* program() {}\nexport default ${says('a')};`, 'appAndProgram'],
    [
      'a program beside what is called app',
      `export function* program() {}\nexport const app = ${says('a')};`,
      'appAndProgram',
    ],
  ])('%s', async (_, source, code) => {
    expect(await problemOf(load(source))).toEqual({ notice: { code, values: {} }, line: undefined });
  });

  test('a name that a module lacks, with the line of the import, and before any code runs', async () => {
    const problem = await problemOf(load("\nimport { Respone } from 'glaswerk';\nexport default Respone;"));
    expect(problem).toMatchObject({
      line: 2,
      notice: { values: { message: expect.stringContaining("'Response'") as string } },
    });
    expect(enter).not.toHaveBeenCalled();
    const unknown = await problemOf(load("import { a } from 'glaswrk';\nexport default a;"));
    expect(unknown).toMatchObject({
      line: 1,
      notice: { values: { message: expect.stringMatching(/^Error: there is no module/) as string } },
    });
  });

  test('an error while the module runs, with its line and what to do', async () => {
    const problem = await problemOf(load('const a = 1;\n\nconst b = Respone;\nexport default b;'));
    expect(problem).toEqual({
      line: 3,
      notice: {
        code: 'error',
        values: { message: "ReferenceError: Respone is not defined; did you mean 'Response'?" },
      },
    });
    expect((await load(`export default ${says('a')};`)).adviceOn?.('TypeError: no')).toBe('');
  });

  test('memory that cannot be cloned, with what to clone', async () => {
    const { app, adviceOn } = await load(
      "import { memory } from 'glaswerk';\nexport default () => [structuredClone(memory())];",
    );
    const machine = new Machine({ app, server: 'base', lostUpdates: true });
    machine.connect().send('GET / HTTP/1.0\r\n\r\n');
    machine.run();
    const [error] = machine.errors;
    expect(adviceOn?.(error?.text ?? '')).toContain('structuredClone({ ...memory() })');
    expect(adviceOn?.('DataCloneError: () => 1 could not be cloned.')).toBe('');
  });

  test('whatever else is thrown, cut to two thousand characters', async () => {
    expect(await problemOf(load("throw 'x'; export default 1;"))).toMatchObject({
      ...{ line: undefined, notice: { values: { message: 'x was thrown' } } },
    });
    const long = await problemOf(load("throw new RangeError('x'.repeat(5000)); export default 1;"));
    expect(long.notice.values).toEqual({ message: `RangeError: ${'x'.repeat(1_988)}` });
    expect(long.line).toBe(1);
  });

  test('a syntax error that the compiler has passed, with the line that the engine tells', async () => {
    const broken = 'export const run = () => {};\nexport const imports = [];\nlet a; let a;';
    const loading = problemOf(loadApp(broken, enter));
    Object.assign(realm.place, { filename: address, lineno: 3 });
    expect(await loading).toMatchObject({
      line: 3,
      notice: { values: { message: expect.stringMatching(/^SyntaxError: /) as string } },
    });
    expect([realm.place.prevented, realm.listeners.size]).toEqual([1, 0]);
    const other = problemOf(loadApp(`${broken} // another one`, enter));
    expect((await other).line).toBeUndefined();
    const nowhere = problemOf(loadApp(`${broken} // a third one`, enter));
    Object.assign(realm.place, { filename: address, lineno: 0 });
    expect((await nowhere).line).toBeUndefined();
  });
});
