import { describe, expect, it, vi } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../../src/index.ts';
import { MachineHost } from '../../web/machine/host.ts';
import type { FromMachine, Pause, ToMachine, WithoutSession } from '../../web/protocol.ts';

type News<T extends FromMachine['type']> = Extract<FromMachine, { type: T }>;

/** A machine in its host, as the page deals with it: by messages. */
class Page {
  readonly heard: FromMachine[] = [];
  private readonly _host = new MachineHost((message) => {
    this.heard.push(message);
    if (message.type === 'progress' && message.steps !== undefined && this.isDrawing) this.say({ type: 'drawn' });
  });
  /** Whether what it hears is drawn at once. */
  isDrawing = true;

  boot(change: Partial<Extract<ToMachine, { type: 'boot' }>> = {}): this {
    const options = { server: 'threaded', app: 'hello', seed: 0 } as const;
    return this.say({ type: 'boot', options, breakpoints: [], isAsking: false, ...change });
  }

  say(message: WithoutSession<ToMachine>): this {
    this._host.receive({ ...message, session: 1 });
    return this;
  }

  connect(client: number): this {
    return this.say({ type: 'client', client, action: { act: 'connect' } });
  }

  send(client: number, text: string): this {
    return this.say({ type: 'client', client, action: { act: 'send', bytes: encodeLatin1(text) } });
  }

  all<T extends FromMachine['type']>(type: T): News<T>[] {
    return this.heard.filter((message): message is News<T> => message.type === type);
  }

  get pause(): Pause | undefined {
    return this.all('paused').at(-1)?.pause;
  }

  get length(): number {
    return this.all('progress').reduce((sum, { steps }) => sum + (steps?.kinds.length ?? 0), 0);
  }

  /** What a client has received, as text. */
  received(client: number): string {
    const news = this.all('progress').flatMap(({ clients }) => clients);
    return news.map((item) => (item.client === client ? decodeLatin1(item.bytes) : '')).join('');
  }

  async until(condition: () => boolean): Promise<void> {
    await vi.waitFor(() => expect(condition()).toBe(true), { timeout: 5_000, interval: 5 });
  }
}

const GET = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

describe('a paused machine', () => {
  it('makes no step when a client sends, and answers once it goes on', async () => {
    const page = new Page().boot().connect(0).say({ type: 'pause' });
    expect(page.pause?.why).toBe('reader');
    const { length } = page;
    page.send(0, GET);
    expect(page.length).toBe(length + 1);
    expect(page.received(0)).toBe('');
    page.say({ type: 'resume' });
    await page.until(() => page.received(0).startsWith('HTTP/1.1 200 OK'));
    expect(page.pause).toBeUndefined();
  });

  it('goes on by one step at a time', () => {
    const page = new Page().boot().connect(0).say({ type: 'pause' }).send(0, GET);
    const at = page.pause?.step ?? 0;
    for (let moves = 1; moves <= 5; moves += 1) {
      page.say({ type: 'step', move: 'step', from: at + moves - 1 });
      expect(page.pause?.step).toBe(at + moves);
    }
  });

  it('says so when there is no step to make', () => {
    const page = new Page().boot().say({ type: 'pause' });
    page.say({ type: 'step', move: 'over', from: page.length });
    expect(page.all('unable').at(-1)?.message).toContain('Nothing more happens');
  });
});

describe('breakpoints', () => {
  it('stop the machine before the client has its answer, and name the one that holds', () => {
    const page = new Page().boot().connect(0);
    page.say({ type: 'breakpoints', specs: [{ syscall: 'fork' }, { state: 'headers parsed' }] });
    page.send(0, GET);
    expect(page.pause).toMatchObject({ why: 'breakpoint', hits: [1] });
    expect(page.received(0)).toBe('');
  });

  it('hold from the boot on', () => {
    const page = new Page().boot({ breakpoints: [{ syscall: 'listen' }] });
    expect(page.pause?.why).toBe('breakpoint');
    expect(page.all('progress').at(-1)?.address).toBe('127.0.0.1:5000');
  });

  it('that are none are named, and the others hold', () => {
    const page = new Page().boot().connect(0);
    page.say({ type: 'breakpoints', specs: [{ pattern: '(' }, { call: 'parse_request' }] });
    expect(page.all('noBreakpoint')).toHaveLength(1);
    expect(page.all('noBreakpoint')[0]?.place).toBe(0);
    page.send(0, GET);
    expect(page.pause?.hits).toEqual([1]);
  });

  it('are not stopped at while another future lives what was lived before', () => {
    const page = new Page().boot().connect(0).send(0, GET);
    page.say({ type: 'breakpoints', specs: [{ syscall: 'accept4' }] });
    page.say({ type: 'branch', step: page.length });
    expect(page.pause).toBeUndefined();
    page.connect(1);
    expect(page.pause?.why).toBe('breakpoint');
  });
});

describe('the reader as the scheduler', () => {
  it('is asked wherever two threads could run, and each answer leads to the next question or to the end', async () => {
    const page = new Page().boot({ isAsking: true });
    const decide = async (): Promise<void> => {
      await page.until(() => page.pause?.why !== 'choice' || page.pause.choice !== undefined);
      for (let turns = 0; page.pause?.why === 'choice' && turns < 500; turns += 1) {
        const tids = page.pause.choice?.candidates.map(({ tid }) => tid) ?? [];
        expect(tids.length).toBeGreaterThan(1);
        page.say({ type: 'choose', tid: tids.at(-1) ?? 0 });
      }
    };
    page.connect(0);
    await decide();
    page.send(0, GET);
    await decide();
    await page.until(() => page.received(0).includes('200 OK'));
  });

  it('ends when it is not wanted any more: the machine goes on', async () => {
    const page = new Page().boot({ isAsking: true }).connect(0).connect(1);
    page.send(0, GET).send(1, GET);
    expect(page.pause?.why).toBe('choice');
    page.say({ type: 'ask', isAsking: false });
    await page.until(() => page.received(0) !== '' && page.received(1) !== '');
    expect(page.pause).toBeUndefined();
  });

  it('may answer late: who could not run is not chosen, and nothing breaks', () => {
    const page = new Page().boot({ isAsking: true }).connect(0);
    page.say({ type: 'choose', tid: 4_711 });
    expect(page.all('failed')).toEqual([]);
  });
});

describe('what is planned', () => {
  it('is told, done at its virtual time, and told as done', async () => {
    const page = new Page().boot().connect(0);
    const action = { act: 'send', bytes: encodeLatin1(GET) } as const;
    page.say({ type: 'later', client: 0, action, when: { time: 200_000 } });
    expect(page.all('planned').at(-1)?.inputs).toMatchObject([{ client: 0, when: { time: 200_000 } }]);
    await page.until(() => page.received(0).includes('200 OK'));
    expect(page.all('planned').at(-1)?.inputs).toEqual([]);
    expect(page.all('progress').flatMap(({ did }) => did)).toMatchObject([{ client: 0, did: 'send' }]);
  });

  it('can be taken back', () => {
    const page = new Page().boot().connect(0);
    page.say({ type: 'later', client: 0, action: { act: 'reset' }, when: { time: 60_000_000 } });
    const [planned] = page.all('planned').at(-1)?.inputs ?? [];
    page.say({ type: 'cancel', id: planned?.id ?? -1 });
    expect(page.all('planned').at(-1)?.inputs).toEqual([]);
  });

  it('is still planned where a machine is lived again: in its branch, and from a link', async () => {
    const page = new Page()
      .boot({ options: { server: 'base', app: 'sleepy', seed: 0 } })
      .connect(0)
      .send(0, GET)
      .connect(1);
    page.say({ type: 'later', client: 0, action: { act: 'reset' }, when: { step: 1_000_000 } });
    page.say({ type: 'later', client: 1, action: { act: 'reset' }, when: { time: 3_600_000_000 } });
    const { length } = page;
    await page.until(() => page.received(0).includes('200 OK'));
    page.say({ type: 'export' });
    const plans = [{ when: { step: 1_000_000 } }, { client: 1, when: { time: 3_600_000_000 } }];
    page.say({ type: 'branch', step: length - 5 }).say({ type: 'goToBranch', id: 1 });
    await page.until(() => page.all('history').length === 2);
    expect(page.all('planned').at(-1)?.inputs).toMatchObject(plans);
    expect(page.all('progress').at(-1)?.snapshot?.time).toBeLessThan(3_600_000_000);

    const other = new Page().boot({
      options: { server: 'base', app: 'sleepy', seed: 0 },
      scenario: page.all('exported').at(-1)?.scenario,
    });
    await other.until(() => other.all('history').length === 1);
    expect(other.all('history')[0]?.entries.some(({ did }) => did === 'receive')).toBe(true);
    expect(other.all('planned').at(-1)?.inputs).toMatchObject(plans);
    expect(other.all('progress').at(-1)?.snapshot?.time).toBeLessThan(3_600_000_000);
  });

  it('is refused for a client that there is not', () => {
    const page = new Page().boot();
    page.say({ type: 'later', client: 3, action: { act: 'close' }, when: {} });
    expect(page.all('unable').at(-1)?.message).toContain('3');
  });
});

describe('a signal to the server', () => {
  it('ends it: nobody listens, and a branch before it is still served', async () => {
    const page = new Page().boot();
    const { length } = page;
    page.say({ type: 'interrupt' });
    expect(page.all('progress').at(-1)?.address).toBeUndefined();
    page.say({ type: 'branch', step: length }).connect(0).send(0, GET);
    await page.until(() => page.received(0).includes('200 OK'));
  });

  it('that has ended already breaks nothing, and that nobody is there is said', () => {
    const page = new Page().boot();
    page.say({ type: 'interrupt' }).say({ type: 'interrupt' });
    expect(page.all('failed')).toEqual([]);
    expect(page.all('unable')).toHaveLength(1);
    page.connect(0);
    expect(page.all('progress').at(-1)?.clients).toMatchObject([{ client: 0, state: 'refused' }]);
  });
});

describe('a comparison', () => {
  it('is made once the machine rests, and again when something has happened', async () => {
    const page = new Page().boot().connect(0).say({ type: 'compare', server: 'forking' });
    await page.until(() => page.all('compared').length === 1);
    page.send(0, GET);
    await page.until(() => page.all('compared').length === 2);
    const comparison = page.all('compared').at(-1)?.comparison;
    expect(comparison?.steps.some(({ kind, name }) => kind === 'syscall' && name === 'fork')).toBe(true);
    page.say({ type: 'seekOther', step: 10 });
    expect(page.all('otherSnapshot').at(-1)?.snapshot?.step).toBe(10);
  });

  it('answers whoever asks for a machine that is gone, or not there yet: the page waits for it', async () => {
    const page = new Page().boot().say({ type: 'compare', server: 'forking' }).say({ type: 'seekOther', step: 10 });
    expect(page.all('otherSnapshot').map(({ snapshot }) => snapshot)).toEqual([undefined]);
    await page.until(() => page.all('compared').length === 1);
    page.say({ type: 'compare', server: undefined }).say({ type: 'seekOther', step: 10 });
    expect(page.all('otherSnapshot').map(({ snapshot }) => snapshot)).toEqual([undefined, undefined]);
  });
});

describe('a page that has not drawn yet', () => {
  it('hears of the clients at once, and of all that has happened when it has drawn', async () => {
    const page = new Page().boot({ options: { server: 'base', app: 'hello', seed: 0 } });
    await page.until(() => page.length > 0);
    page.isDrawing = false;
    page.connect(0);
    const { length } = page;
    const snapshots = page.all('progress').filter(({ snapshot }) => snapshot !== undefined).length;
    page.send(0, GET);
    await page.until(() => page.received(0).endsWith('}'));
    await page.until(() => page.all('progress').some(({ clients }) => clients.some(({ state }) => state === 'eof')));
    expect(page.length).toBe(length);
    expect(page.all('progress').filter(({ snapshot }) => snapshot !== undefined)).toHaveLength(snapshots);
    page.say({ type: 'drawn' });
    expect(page.length).toBeGreaterThan(length + 200);
    expect(page.all('progress').at(-1)?.snapshot?.step).toBe(page.length);
    page.say({ type: 'drawn' });
    expect(page.all('progress').at(-1)?.snapshot?.step).toBe(page.length);
  });

  it('knows every step at which the machine stands still', () => {
    const page = new Page().boot();
    page.isDrawing = false;
    page.connect(0).send(0, GET).say({ type: 'pause' });
    expect(page.length).toBe(page.pause?.step);
  });
});

describe('going to another branch', () => {
  it('tells only the rows behind the step at which they part', async () => {
    const page = new Page()
      .boot({ options: { server: 'base', app: 'hello', seed: 0 } })
      .connect(0)
      .send(0, GET);
    await page.until(() => page.all('progress').some(({ clients }) => clients.some(({ state }) => state === 'eof')));
    const first = page.all('progress').flatMap(({ steps }) => [...(steps?.details.split('\n').slice(0, -1) ?? [])]);
    page.say({ type: 'branch', step: 120 });
    expect(page.all('branched').at(-1)?.from).toBe(120);
    page.send(0, 'GET /other HTTP/1.1\r\n\r\n');
    await page.until(() => page.all('progress').some(({ steps }) => steps?.details.includes('/other') === true));
    const heard = page.heard.length;
    const { id } = page.all('branches').at(-1)?.branches[0] ?? { id: 0 };
    page.say({ type: 'goToBranch', id });
    await page.until(() => page.all('history').length === 2);
    const told = page.heard.slice(heard).filter((message): message is News<'progress'> => message.type === 'progress');
    expect(page.all('branched').at(-1)?.from).toBe(120);
    expect(told.flatMap(({ steps }) => [...(steps?.details.split('\n').slice(0, -1) ?? [])])).toEqual(first.slice(120));
  });
});
