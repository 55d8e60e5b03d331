/** The parts of the worker's program: the first one plays alone what most examples do, just as all of them do. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { FIRST_EXAMPLES, viewExample } from './first-use.ts';
import type { FirstExample } from './first-use.ts';
import { LATE, LATE_VALUES } from './late-modules.ts';
import { PartsWorker } from './play-parts.ts';
import { builtParts } from './worker-parts.ts';
import { PRESETS, encodeLatin1 } from '../../../src/index.ts';
import type { FromMachine } from '../../../src/host/protocol.ts';
import { SERVER_KINDS } from '../../../src/vocabulary.ts';

const GET = 'GET / HTTP/1.1\nHost: localhost\n\n';

const first = new PartsWorker('first');
const shown = new PartsWorker('shown');
const grown = new PartsWorker('grown');
const whole = new PartsWorker('whole');
let addFull: () => Promise<void>;

let parts: Awaited<ReturnType<typeof builtParts>>;

beforeAll(async () => {
  parts = await builtParts();
  const [core = [], session = [], full = []] = parts.values();
  await first.load(core);
  for (const part of [core, session]) await shown.load(part);
  for (const part of [core, session]) await grown.load(part);
  for (const part of [core, session, full]) await whole.load(part);
  addFull = () => grown.load(full);
}, 120_000);

const played = (message: FromMachine): unknown =>
  message.type === 'played' ? { ...message.played, scenario: undefined, first: undefined } : message;

test('the same sources make the same parts, so that a browser keeps what it has', async () => {
  // By their digests: a difference of their texts fills many screens.
  const digests = (built: typeof parts): unknown =>
    [...built].map(([name, modules]) => [
      name,
      modules.map(([module, code]) => [module, createHash('sha256').update(code).digest('hex')]),
    ]);
  expect(digests(await builtParts())).toEqual(digests(parts));
}, 120_000);

describe('the first part alone', () => {
  test.each(SERVER_KINDS)('answers on a %s server what a machine with a log answers', async (server) => {
    const lacking: unknown[] = [];
    for (const example of FIRST_EXAMPLES) {
      const alone = await first.play({ ...example, server });
      if (alone.type === 'absent') lacking.push([example, alone.name]);
      else {
        expect([example, played(alone)]).toEqual([
          example,
          withoutSteps(await whole.play({ ...example, server }, { isTraced: true })),
        ]);
      }
    }
    expect(lacking).toEqual([]);
  });

  // It explains what an app did wrong, and reads the body of a request as a form.
  test.each(PRESETS.map(({ name }) => name))('leaves what it lacks of the app %s to the whole program', async (app) => {
    const { type } = await first.play({ app, text: GET });
    expect(type).toBe(FIRST_EXAMPLES.some((example) => example.app === app) ? 'played' : 'absent');
    expect(await whole.play({ app, text: GET })).toMatchObject({ type: 'played' });
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

describe('the first two parts', () => {
  test.each(SERVER_KINDS)('show on a %s server what all parts show', async (server) => {
    for (const example of FIRST_EXAMPLES.map((one) => ({ ...one, server }))) {
      const [few, all] = [await viewExample(shown, example), await viewExample(whole, example)];
      expect([example, few.absent]).toEqual([example, undefined]);
      expect(few.rows).toEqual(all.rows);
    }
  });

  test('end what lacks something; with the rest there, methods that were absent are in the log too', async () => {
    const [hello, boom] = ['hello', 'boom'].map((app) => ({ app, text: GET })) as [FirstExample, FirstExample];
    const before = await viewExample(grown, hello);
    const lacking = await viewExample(grown, boom);
    expect([before.absent, lacking.absent]).toEqual([undefined, expect.any(String)]);
    await addFull();
    for (const example of [hello, boom, { app: 'form', text: GET }, { app: 'echo', text: GET }]) {
      const [late, all] = [await viewExample(grown, example), await viewExample(whole, example)];
      expect([example, late.absent, late.length > 0]).toEqual([example, undefined, true]);
      expect(late.rows).toEqual(all.rows);
    }
  });
});

test('the whole program tells the step at which a byte was written that is not as printed', async () => {
  const answer = 'HTTP/1.0 404 NOT FOUND\n...';
  const message = await whole.play({ app: 'hello', text: GET, answer }, { isTraced: true });
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
