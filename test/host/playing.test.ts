/** A host plays an example, and compares what came with what an author has printed. */
import { describe, expect, it } from 'vitest';
import { Machine, preset } from '../../src/index.ts';
import type { WsgiApp } from '../../src/index.ts';
import type { PackedMessage } from '../../src/host/packing.ts';
import { PlayHost } from '../../src/host/play-host.ts';
import { parseRequest, playScript } from '../../src/examples/index.ts';
import type { ExampleText, Played } from '../../src/host/played.ts';
import { checkPlayMessage } from '../../web/sandbox/play-messages.ts';
import { HostPage, surroundings } from '../support/host-page.ts';

const TEXT = 'GET / HTTP/1.1\nHost: localhost\n\n';

interface Change {
  readonly text?: string;
  readonly answer?: string;
  /** Texts that names in the printed answer stand for already. */
  readonly values?: ExampleText['values'];
  readonly app?: string;
  readonly isRun?: boolean;
  readonly isTraced?: boolean;
  /** Milliseconds between two looks at the clock. */
  readonly perLook?: number;
}

/** What comes of an example. */
function play({ text = TEXT, answer, values, app, isRun = true, isTraced = false, perLook = 0 }: Change): Played {
  const requests = [{ text, isEscaped: false, lineEnds: 'crlf' as const }];
  const none = { source: undefined, server: undefined, seed: undefined, link: undefined };
  const subject = { example: { ...none, app, requests, answer, values } };
  const page = new HostPage(perLook);
  page.say({ type: 'play', subject, code: undefined, isTraced, isRun }).rest();
  const [message] = page.all('played');
  if (message === undefined) throw new Error(`not played: ${JSON.stringify(page.heard)}`);
  expect(checkPlayMessage(message)).toBe(message);
  return message.played;
}

const played = (answer: string, values?: ExampleText['values']): Played => play({ answer, values });

it('says what the names in a printed answer stand for, and holds them in the examples that follow', () => {
  const first = played('HTTP/1.0 [STATUS]\n...', { EARLIER: 'x' });
  expect(first).toMatchObject({ matches: true, captured: { EARLIER: 'x', STATUS: '200 OK' } });
  expect(played('HTTP/1.0 [STATUS]\n...', first.captured).matches).toBe(true);
  expect(played('HTTP/1.0 [STATUS]\n...', { STATUS: '404 NOT FOUND' })).toMatchObject({
    matches: false,
    first: { line: 1, actual: expect.stringContaining('200 OK') as string },
  });
});

it('takes no names from an answer that is not as printed', () => {
  expect(played('HTTP/1.0 [STATUS]\nServer: none\n...')).toMatchObject({ matches: false, captured: undefined });
});

it('shows a difference in a line of any length, cut where the page would refuse it', () => {
  const { matches, first } = played(`${'x'.repeat(30_000)}\n`);
  expect(matches).toBe(false);
  expect(first).toMatchObject({ line: 1, byte: 0, expected: expect.stringMatching(/^x+…$/) as string });
  expect(first?.actual).toContain('200 OK');
});

it('tells the step that wrote the byte that is not as printed, where steps are wanted', () => {
  const answer = 'HTTP/1.0 201 CREATED\n...';
  expect(play({ answer }).first?.step).toBeUndefined();
  const { first, text } = play({ answer, isTraced: true });
  expect(first).toMatchObject({ line: 1, column: 12, step: expect.any(Number) as number });
  expect(text).toBe(play({}).text);
});

it('reads an example without running it, where only its scenario is wanted', () => {
  const read = play({ isRun: false });
  expect(read).toMatchObject({ text: '', answers: [], matches: undefined, time: 0 });
  expect(read.scenario.inputs).toEqual(play({}).scenario.inputs);
});

it('goes in slices on a slow computer, with the same answer', () => {
  expect(play({ perLook: 13, app: 'stream' }).text).toBe(play({ app: 'stream' }).text);
});

it('plays a recorded scenario, whose inputs name their steps, to the answers that were recorded', () => {
  const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
  machine.run();
  const client = machine.connect();
  machine.run();
  client.send('GET /recorded HTTP/1.0\r\n\r\n');
  machine.run();
  const page = new HostPage();
  const request = { type: 'play', subject: { scenario: machine.scenario }, code: undefined, isRun: true } as const;
  page.say({ ...request, isTraced: true }).rest();
  const [{ played: again } = { played: undefined }] = page.all('played');
  expect(again?.answers.map(({ bytes }) => bytes)).toEqual([client.receivedBytes]);
  expect(again?.log).toBe(machine.log);
  // Without a trace there are no steps at which they could come.
  page.say({ ...request, isTraced: false }).rest();
  expect(JSON.stringify(page.all('failed'))).toContain('needs a trace');
  expect(page.all('played')).toHaveLength(1);
});

describe('a host that has only a part of Glaswerk', () => {
  /** @param lacks what it answers, one after the other, when it is asked what was missing. */
  function playedBy(lacks: (string | undefined)[]): readonly PackedMessage[] {
    const posted: PackedMessage[] = [];
    const host = new PlayHost((message) => void posted.push(message), {
      ...surroundings(),
      takeAbsent: () => lacks.shift(),
    });
    const { scenario } = play({ isRun: false });
    const subject = { scenario };
    host.receive({ type: 'play', session: 3, subject, code: undefined, isTraced: false, isRun: true });
    return posted;
  }

  it('names what it lacked, in place of an answer that does not count', () => {
    expect(playedBy([undefined, 'selectors'])).toEqual([{ type: 'absent', session: 3, name: 'selectors' }]);
    expect(playedBy([undefined, undefined, 'selectors'])).toEqual([{ type: 'absent', session: 3, name: 'selectors' }]);
  });

  it('does not name what was missing before the play began', () => {
    expect(playedBy(['selectors'])).toMatchObject([{ type: 'played', session: 3 }]);
  });
});

it('counts a pause from the end of the wait before it, as `glaswerk check` does', () => {
  const text = `${TEXT}[[wait]]\n[[pause 2s]]\n[[client 2]]\n${TEXT}[[wait]]\n[[pause 1s]]\n[[client 3]]\n${TEXT}`;
  const checked = playScript(parseRequest(text), { app: 'sleepy' });
  const { scenario, answers, time } = play({ text, app: 'sleepy' });
  expect(answers.map(({ bytes }) => bytes)).toEqual(checked.answers.map(({ bytes }) => bytes));
  expect(time).toBe(checked.time);
  // What only reads it tells the same scenario.
  expect(play({ text, app: 'sleepy', isRun: false }).scenario.inputs).toEqual(scenario.inputs);
});
