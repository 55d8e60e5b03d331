/** The parts of the worker's program: the first one plays alone what most examples do, just as all of them do. */
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../../../web/sandbox/source.d.ts" />
import { beforeAll, describe, expect, test } from 'vitest';
import { FIRST_EXAMPLES } from './first-use.ts';
import { LATE, LATE_VALUES } from './late-modules.ts';
import { PartsWorker } from './play-parts.ts';
import { PRESETS, encodeLatin1 } from '../../../src/index.ts';
import type { FromMachine } from '../../../src/host/protocol.ts';
import { SERVER_KINDS } from '../../../src/vocabulary.ts';

const GET = 'GET / HTTP/1.1\nHost: localhost\n\n';

const first = new PartsWorker('first');
const whole = new PartsWorker('whole');

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
    for (const example of FIRST_EXAMPLES) {
      const alone = await first.play({ ...example, server });
      if (alone.type === 'absent') lacking.push([example, alone.name]);
      else {
        expect([example, played(alone)]).toEqual([
          example,
          withoutSteps(await whole.play({ ...example, server }, true)),
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
