/** The parts of the worker's program: the first one plays alone what most examples do, just as all of them do. */
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../../../web/sandbox/source.d.ts" />
import { beforeAll, describe, expect, test } from 'vitest';
import { LATE, LATE_VALUES } from './late-modules.ts';
import { PRESETS, encodeLatin1 } from '../../../src/index.ts';
import type { ExampleText, FromMachine, ToMachine } from '../../../src/host/protocol.ts';
import { SERVER_KINDS } from '../../../src/vocabulary.ts';
import type { PartModules, PartModule, Program } from '../../../web/sandbox/program.ts';

const GET = 'GET / HTTP/1.1\nHost: localhost\n\n';

/** Examples as authors print them. */
const EXAMPLES: readonly (readonly [app: string, text: string])[] = [
  ...PRESETS.filter(({ isDatagram }) => isDatagram !== true).map(({ name }) => [name, GET] as const),
  ['hello', 'GET /?name=you HTTP/1.0\n\n'],
  ['hello', 'HEAD / HTTP/1.1\nHost: a\nCookie: a=b\nAccept: text/html\n\n'],
  ['echo', 'POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello'],
  ['hello', 'GET / HTTP/1.1\nbad header\n\n'],
  ['hello', 'GET / HTTP/1.1\nHost: a\n[[half-close]]'],
  ['stream', `${GET}[[pause 2s]]\n${GET}`],
];

/** Loads parts as the worker does, from addresses that hold them. */
class Worker {
  private readonly _waiting = new Map<number, (message: FromMachine) => void>();
  private readonly _program: Program = {
    post: (message) => this._waiting.get(message.session)?.(message as FromMachine),
    host: undefined,
  };
  private readonly _addresses = new Map<string, string>();
  private readonly _name: string;

  /** @param name keeps workers apart: Node, like a browser, loads an address once. */
  constructor(name: string) {
    this._name = name;
  }

  async load(modules: PartModules): Promise<void> {
    let last = '';
    for (const [name, code] of modules) {
      const linked = code.replaceAll(/"part:([\w-]+)"/g, (_text, from: string) =>
        JSON.stringify(this._addresses.get(from)),
      );
      last = `data:text/javascript,${encodeURIComponent(`${linked}\n// ${this._name}`)}`;
      this._addresses.set(name, last);
    }
    const module = (await import(/* @vite-ignore */ last)) as PartModule;
    module.install(this._program);
  }

  receive(message: ToMachine): void {
    this._program.host?.receive(message);
  }

  /** What comes of an example. */
  async play(example: Partial<ExampleText> & { readonly text: string }, isTraced = false): Promise<FromMachine> {
    Worker._count += 1;
    const session = Worker._count;
    const { text, ...rest } = example;
    const requests = [{ text, isEscaped: false, lineEnds: 'crlf' as const }];
    const none = { app: undefined, source: undefined, server: undefined, seed: undefined, link: undefined };
    const subject = { example: { ...none, answer: undefined, values: undefined, ...rest, requests } };
    return await new Promise((resolve) => {
      this._waiting.set(session, resolve);
      this.receive({ type: 'play', session, subject, code: undefined, isTraced, isRun: true });
    });
  }

  private static _count = 0;
}

const first = new Worker('first');
const whole = new Worker('whole');

beforeAll(async () => {
  const { default: core } = await import('../../../web/sandbox/parts/core.ts?part');
  const { default: full } = await import('../../../web/sandbox/parts/full.ts?part');
  await first.load(core);
  await whole.load(core);
  await whole.load(full);
}, 120_000);

const played = (message: FromMachine): unknown =>
  message.type === 'played' ? { ...message.played, scenario: undefined, first: undefined } : message;

describe('the first part alone', () => {
  test.each(SERVER_KINDS)('answers on a %s server what a machine with a log answers', async (server) => {
    const lacking: unknown[] = [];
    for (const [app, text] of EXAMPLES) {
      const alone = await first.play({ app, text, server });
      if (alone.type === 'absent') lacking.push([app, alone.name]);
      else
        expect([app, text, played(alone)]).toEqual([
          app,
          text,
          withoutSteps(await whole.play({ app, text, server }, true)),
        ]);
    }
    // What is left to `full`: it explains what an app did wrong, and reads the body of a request as a form.
    expect(new Set(lacking.map((entry) => (entry as readonly string[])[0]))).toEqual(new Set(['boom', 'echo', 'form']));
  });

  test('compares with the printed answer', async () => {
    const answer = 'HTTP/1.0 200 OK\n...\n\n[..]"code": 1[..]';
    const message = await first.play({ app: 'hello', text: GET, answer });
    expect(message).toMatchObject({ type: 'played', played: { matches: false, first: { line: 4 } } });
  });

  test('says that it lacks something, and what it did until then does not count', async () => {
    expect(await first.play({ app: 'datagrams', text: 'hi' })).toMatchObject({ type: 'absent' });
    expect(await whole.play({ app: 'datagrams', text: 'hi' })).toMatchObject({
      type: 'played',
      played: { answers: [{ bytes: encodeLatin1('HI') }] },
    });
  });

  test('leaves it to the whole program to say what is wrong with an example', async () => {
    expect(await first.play({ app: 'no-such-app', text: GET })).toMatchObject({ type: 'absent' });
    expect(await whole.play({ app: 'no-such-app', text: GET })).toMatchObject({ type: 'failed' });
  });
});

test('the whole program tells the step at which a byte was written that is not as printed', async () => {
  const answer = 'HTTP/1.0 404 NOT FOUND\n...';
  const message = await whole.play({ app: 'hello', text: GET, answer }, true);
  expect(message).toMatchObject({ played: { first: { byte: 9, step: expect.any(Number) as number } } });
});

test('late modules export functions and classes, and no value that others need: a stand-in cannot take its place', async () => {
  const files = import.meta.glob<Record<string, unknown>>('../../../src/**/*.ts');
  const values: string[] = [];
  for (const name of LATE) {
    const module = await files[`../../../${name}`]?.();
    expect([name, typeof module]).toEqual([name, 'object']);
    for (const [entry, value] of Object.entries(module ?? {}))
      if (typeof value !== 'function' && LATE_VALUES[name]?.includes(entry) !== true) values.push(`${name}: ${entry}`);
  }
  expect(values).toEqual([]);
});

/** The steps of complaints are those of the log. */
function withoutSteps(message: FromMachine): unknown {
  const all = played(message) as { readonly complaints?: readonly object[] };
  return { ...all, complaints: (all.complaints ?? []).map((complaint) => ({ ...complaint, step: 0 })) };
}
