/**
 * A machine that begins with the first parts of its program lacks another one at some moment, and is made again: its
 * face hears what it hears of a machine that has all of them, whatever moment that is.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { encodeLatin1 } from '../../../src/index.ts';
import type { BootOptions, FromMachine } from '../../../src/host/protocol.ts';
import { Scope } from '../../../web/kit/scope.ts';
import { Growing } from '../../../web/sandbox/growing.ts';
import { GrowingLink } from '../../../web/sandbox/growing-link.ts';
import { COMPUTERS } from '../../support/host-page.ts';
import { WorkerPort } from '../../support/worker-port.ts';

beforeEach(() => WorkerPort.stubFrames());
afterEach(() => vi.unstubAllGlobals());

/** What a face has of its machine. */
class Face {
  readonly link: GrowingLink;
  readonly port: WorkerPort;
  readonly wrong: string[] = [];
  /** How often the host was asked whether it lacked something. */
  looks = 0;
  private readonly _rows: unknown[] = [];
  private readonly _complaints: unknown[] = [];
  private readonly _clients: { state: string; received: string }[] = [];
  private readonly _answers: unknown[] = [];
  private _boots = 0;
  private _live: unknown;
  private _inputs: unknown;
  private readonly _hasTimes: boolean;

  /** @param absentAt the look at which the host lacks something. */
  constructor(perLook: number, absentAt: number) {
    this._hasTimes = perLook === 0;
    this.port = new WorkerPort(perLook, undefined, () => ((this.looks += 1) === absentAt ? 'something' : undefined));
    const events = {
      onMessage: (news: FromMachine) => this._hear(news),
      onHealth: (health: string) => void this.wrong.push(health),
      onAction() {},
    };
    this.link = new GrowingLink(events, new Scope(), this.port);
  }

  get state(): unknown {
    const { _rows: rows, _complaints: complaints, _clients: clients, _answers: answers, _live: live } = this;
    return { rows, complaints, clients, answers, live, inputs: this._inputs, boots: this._boots, wrong: this.wrong };
  }

  private _hear(news: FromMachine): void {
    if (news.type === 'booted') this._boots += 1;
    if (news.type === 'complaints') this._complaints.push(...news.complaints);
    if (news.type === 'settled') this._answers.push(news.id);
    if (news.type === 'snapshot') this._answers.push([news.step, news.snapshot?.step, [...news.seen]]);
    if (news.type === 'exported') this._inputs = news.scenario.inputs.map((input) => [input.do, input.step]);
    // None of these belongs to what was asked here.
    if (['history', 'branched', 'rejected', 'failed', 'scenarioRejected', 'planned', 'note'].includes(news.type)) {
      this.wrong.push(news.type);
    }
    if (news.type !== 'progress') return;
    const { steps, snapshot, clients } = news;
    const details = steps.details.split('\n');
    for (const [at, place] of steps.names.entries()) {
      const { table, times, tids, kinds } = steps;
      const time = this._hasTimes ? times[at] : 0;
      this._rows.push([table[place], details[at], kinds[at], tids[at], time]);
    }
    for (const { client, state, bytes } of clients) {
      const known = (this._clients[client] ??= { state: '', received: '' });
      known.state = state;
      known.received += String.fromCharCode(...bytes);
    }
    if (snapshot !== undefined) {
      const { step, log, connections } = snapshot;
      this._live = { step, log, lanes: connections.map(({ client, lanes }) => [client, lanes.length]) };
    }
  }
}

type Script = (face: Face) => Promise<void>;

const send = (face: Face, client: number, text: string): void =>
  face.link.client(client, { act: 'send', bytes: encodeLatin1(text) });
const rest = async (face: Face): Promise<void> => await face.port.settle();

function connect(face: Face, client: number): void {
  face.link.client(client, { act: 'connect' });
  face.link.request({ type: 'showClients', clients: [client] });
}

const FORM =
  'POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 62\r\n\r\n';
const BODY = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--x--\r\n';

const SCRIPTS: readonly (readonly [name: string, options: Partial<BootOptions>, script: Script])[] = [
  [
    'a bad request, line by line',
    {},
    async (face) => {
      connect(face, 0);
      send(face, 0, 'GET / HTTP/one\r\n');
      await rest(face);
      send(face, 0, '\r\n');
      await rest(face);
    },
  ],
  [
    'a form of several parts',
    { app: 'form' },
    async (face) => {
      connect(face, 0);
      send(face, 0, FORM);
      await rest(face);
      send(face, 0, BODY);
      await rest(face);
    },
  ],
  [
    'a second client while the first one waits',
    { server: 'threaded' },
    async (face) => {
      connect(face, 0);
      send(face, 0, 'GET /one HTTP/1.1\r\n');
      await rest(face);
      connect(face, 1);
      send(face, 1, 'GET /two HTTP/1.1\r\n\r\n');
      await rest(face);
      face.link.seek(40);
      send(face, 0, '\r\n');
      await rest(face);
    },
  ],
  [
    'half a line, and its end later',
    {},
    async (face) => {
      connect(face, 0);
      send(face, 0, 'GET / HT');
      await rest(face);
      send(face, 0, 'TP/1.0\r\n\r\n');
      face.link.client(0, { act: 'shutdownWrite' });
      await rest(face);
    },
  ],
  [
    'a pasted block, and a reset before it is answered',
    { server: 'forking' },
    async (face) => {
      connect(face, 0);
      for (const line of ['GET /first HTTP/1.1\r\n', 'X-Second: 2\r\n', '\r\n']) send(face, 0, line);
      connect(face, 1);
      for (const line of ['GET /second HTTP/1.1\r\n', '\r\n']) send(face, 1, line);
      face.link.client(1, { act: 'reset' });
      await rest(face);
    },
  ],
  [
    'an app that complains, and one answer after a while',
    { app: 'boom' },
    async (face) => {
      connect(face, 0);
      send(face, 0, 'GET / HTTP/1.0\r\n\r\n');
      await rest(face);
    },
  ],
  [
    'an app that sleeps between what it says',
    { app: 'sleepy' },
    async (face) => {
      connect(face, 0);
      send(face, 0, 'GET / HTTP/1.0\r\n\r\n');
      await rest(face);
    },
  ],
  [
    'a network that takes its time',
    { link: { latency: 0.05, segment: 30 } },
    async (face) => {
      connect(face, 0);
      send(face, 0, 'GET / HTTP/1.0\r\n\r\n');
      await rest(face);
    },
  ],
];

/** What a face has after a script, of a machine that lacks something at a look, and then tells what it is. */
async function play(options: Partial<BootOptions>, script: Script, perLook: number, absentAt: number): Promise<Face> {
  const face = new Face(perLook, absentAt);
  const all = { server: 'base', app: 'hello', seed: 0, ...options } as const;
  face.link.boot({ options: all, app: { code: undefined, logBefore: '' }, breakpoints: [], isAsking: false });
  await rest(face);
  await script(face);
  face.link.request({ type: 'settle', id: 1 });
  face.link.request({ type: 'export' });
  await rest(face);
  return face;
}

test('a machine that ends for another reason is not made again', () => {
  const boot = { options: { server: 'base', app: 'hello', seed: 0 }, breakpoints: [], isAsking: false } as const;
  const growing = new Growing(boot);
  growing.hear({ type: 'booted', session: 1, presets: [] });
  expect(growing.startOver()).toBeUndefined();
  growing.hear({ type: 'absent', session: 1, name: 'something' });
  expect(growing.startOver()).toEqual({ boot, requests: [] });
  // It has come, with all that it can lack.
  expect([growing.isComing, growing.isDone]).toEqual([true, false]);
  growing.hear({ type: 'booted', session: 1, presets: [] });
  expect([growing.isComing, growing.isDone]).toEqual([false, true]);
});

describe.each(COMPUTERS)('on %s', (_name, perLook) => {
  test.each(SCRIPTS)('%s', async (_title, options, script) => {
    const whole = await play(options, script, perLook, 0);
    expect(whole.wrong).toEqual([]);
    const found = new Map<string, number[]>();
    // Some of them, where the clock looks at each other moment too.
    for (let look = 1; look <= whole.looks; look += perLook === 0 ? 1 : 4) {
      // One after the other: they share the frames.
      // oxlint-disable-next-line no-await-in-loop
      const face = await play(options, script, perLook, look);
      // What is wrong first, and where: all of it would fill many screens.
      try {
        expect(face.state).toEqual(whole.state);
      } catch (error) {
        const message = String(error).slice(0, 2_000);
        found.set(message, [...(found.get(message) ?? []), look]);
      }
    }
    expect([...found]).toEqual([]);
  });
});
