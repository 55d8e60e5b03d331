import { describe, expect, test } from 'vitest';
import { decodeLatin1, Machine, preset, SchemaError } from '../../src/index.ts';
import type { WsgiApp } from '../../src/index.ts';
import { joinScripts, parseRequest, play, playScript, toScenario, wrote } from '../../src/examples/index.ts';
import type { ExampleOptions, Played } from '../../src/examples/index.ts';
import { decodeLink, encodeLink } from '../../web/session/share-link.ts';

const playText = (text: string, options: ExampleOptions = {}): Played => play(toScenario(parseRequest(text), options));

const texts = ({ answers }: Played): string[] => answers.map(({ bytes }) => decodeLatin1(bytes));

/** The steps of the log in which clients did something, as `0 send at 2`. */
const acts = ({ scenario }: Played): string[] =>
  scenario.inputs.map(({ client, do: name, time }) => `${client} ${name} at ${time}`);

const GET = 'GET / HTTP/1.0\n\n';

test('an example plays to its answer, and ends idle', () => {
  const played = playText('GET /?name=you HTTP/1.1\nHost: localhost\n');
  expect(texts(played)).toEqual([expect.stringMatching(/^HTTP\/1\.0 200 OK\r\n[^]*\r\n\r\n\{"code": 0/)]);
  expect(played).toMatchObject({ ended: { why: 'idle' }, errors: [], answers: [{ state: 'eof', error: undefined }] });
  expect(played.log).toContain('GET /?name=you HTTP/1.1');
});

test.each(['base', 'threaded', 'forking'] as const)(
  'the %s server: its scenario replays to the same trace',
  (server) => {
    const { scenario, steps } = playText(`${GET}[[client 2]]\n${GET}[[wait]]\n[[client 3]]\n${GET}`, {
      server,
      seed: 7,
    });
    const machine = Machine.from(scenario, { app: preset('hello')!.app });
    machine.run();
    const again = Machine.from(JSON.parse(JSON.stringify(scenario)), { app: preset('hello')!.app });
    again.run();
    expect(machine.trace.length).toBe(steps);
    expect(again.trace.hash()).toBe(machine.trace.hash());
  },
);

describe('the order of steps', () => {
  test('clients act at once, one right after the other', () => {
    const played = playText(`${GET}[[client 2]]\n${GET}`, { app: 'sleepy', server: 'threaded' });
    expect(acts(played)).toEqual(['0 connect at 0', '0 send at 0', '1 connect at 0', '1 send at 0']);
    expect(texts(played)).toEqual([expect.stringContaining('200 OK'), expect.stringContaining('200 OK')]);
  });

  test('after a wait, a client acts when everything before has been answered', () => {
    const played = playText(`${GET}[[client 2]]\n[[wait]]\n${GET}`, { app: 'sleepy', server: 'threaded' });
    const [, , , last] = played.scenario.inputs;
    expect(last).toMatchObject({ client: 1, do: 'send' });
    expect(last?.time).toBeGreaterThanOrEqual(1);
  });
});

const playPaused = (text: string, options: ExampleOptions = {}): Played => playScript(parseRequest(text), options);

describe('a pause counts from what was done before it', () => {
  test('without a wait: from the lines that were sent', () => {
    expect(acts(playPaused('GET / HTTP/1.0\n[[pause 250ms]]\nHost: a\n[[pause 1s]]\nAccept: b'))).toEqual([
      ...['0 connect at 0', '0 send at 0', '0 send at 0.25', '0 send at 1.25'],
    ]);
  });

  test('after a wait: from the answer, however long that took', () => {
    const played = playPaused(`${GET}[[wait]]\n[[pause 2s]]\n[[client 2]]\n${GET}`, { app: 'sleepy' });
    const answered = play(toScenario(parseRequest(GET), { app: 'sleepy' })).time;
    expect(answered).toBeGreaterThanOrEqual(1);
    expect(acts(played).slice(2)).toEqual([`1 connect at ${answered + 2}`, `1 send at ${answered + 2}`]);
  });

  test('of what was sent after a wait, and of a pause before one', () => {
    const text = `[[client 1]]\n[[pause 1s]]\n[[wait]]\nGET / HTTP/1.0\n[[pause 250ms]]\n\n[[wait]]\n[[pause 2s]]\n[[client 2]]`;
    const played = playPaused(text);
    expect(acts(played).slice(0, 3)).toEqual(['0 connect at 0', '0 send at 1', '0 send at 1.25']);
    // The server closes a hundredth of a second later.
    expect(played.scenario.inputs[3]?.time).toBeCloseTo(3.26);
  });

  test('in a second example of a group: not from the start of their server', () => {
    const { script } = joinScripts([parseRequest(GET), parseRequest(`[[client 1]]\n[[pause 2s]]\n${GET}`)]);
    const [, , connected, sent] = playScript(script, { app: 'sleepy' }).scenario.inputs;
    expect(connected?.time).toBeGreaterThanOrEqual(1);
    expect(sent?.time).toBe((connected?.time ?? 0) + 2);
  });
});

test('a run is a link of the workbench, at the step that wrote a byte', async () => {
  const played = playText(`${GET}[[wait]]\n[[client 2]]\n[[bytes \\x16\\x03]]\n[[reset]]`);
  const shared = { app: 'hello', scenario: played.scenario, cursor: wrote(played, 20), held: undefined };
  const link = await encodeLink({ ...shared, breakpoints: [], isAsking: false });
  const opened = await decodeLink(link);
  expect(opened).toMatchObject({ app: 'hello', cursor: wrote(played, 20) });
  expect(opened.scenario).toEqual(played.scenario);
});

test('each byte of an answer knows the step that wrote it', () => {
  for (const server of ['base', 'threaded', 'forking'] as const) {
    const played = playText(`${GET}[[client 2]]\n${GET}`, { app: 'stream', server });
    const machine = Machine.from(played.scenario, { app: preset('stream')!.app });
    machine.run();
    for (const [client, { bytes }] of played.answers.entries()) {
      expect(wrote(played, bytes.length, client)).toBeUndefined();
      for (const byte of [0, 1, bytes.length - 1]) {
        const step = wrote(played, byte, client) as number;
        const sent = (at: number): number => {
          const connection = machine.seek(at).connections[client];
          const lane = connection?.lanes.find(({ name }) => name === 'wfile');
          return (lane?.read ?? 0) + (lane?.dropped ?? 0);
        };
        expect([sent(step - 1) <= byte, byte < sent(step)]).toEqual([true, true]);
      }
    }
  }
});

test('an app that was given, and one as source text that is compiled', () => {
  const app: WsgiApp = (_, startResponse) => {
    startResponse('200 OK', []);
    return [Uint8Array.of(0x68, 0x69)];
  };
  const scenario = toScenario(parseRequest(GET), { source: 'export default app' });
  expect(texts(play(scenario, { compile: () => app }))).toEqual([expect.stringMatching(/\r\n\r\nhi$/)]);
  expect(() => play(scenario)).toThrow('bring.compile');
});

test('datagrams go to the app that takes them', () => {
  expect(texts(playText('hello', { app: 'datagrams' }))).toEqual(['HELLO']);
});

test('an app without an end is stopped by a limit, and says so', () => {
  const played = play(toScenario(parseRequest(GET)), {}, { calls: 20 });
  expect(played.ended.why).toBe('stopped');
});

test('an unknown app is refused by name, with those that there are', () => {
  expect(() => toScenario(parseRequest(GET), { app: 'helo' })).toThrow(SchemaError);
  expect(() => toScenario(parseRequest(GET), { app: 'helo' })).toThrow(/'helo'.*hello, raw-hello/);
});

test('a run that a fault ends says which; an idle one has nothing to say', () => {
  const scenario = toScenario(parseRequest(GET), {});
  expect(play(scenario).ended).toEqual({ why: 'idle' });
  const impossible = { ...scenario, options: { order: 'chosen' }, schedule: [{ choice: 0, step: 0, tid: 7 }] } as const;
  expect(play(impossible).ended).toEqual({
    why: 'panic',
    text: expect.stringContaining('choice 0 of the schedule: thread 7 cannot run'),
  });
});
