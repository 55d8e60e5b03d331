import { describe, expect, it } from 'vitest';
import { encodeLatin1 } from '../../src/index.ts';
import { COMPUTERS, HostPage, type News } from '../support/host-page.ts';

const GET = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

describe.each(COMPUTERS)('on %s', (_name, perLook) => {
  describe('a paused machine', () => {
    it('makes no step when a client sends, and answers once it goes on', () => {
      const page = new HostPage(perLook).boot().connect(0).say({ type: 'pause' });
      expect(page.pause?.why).toBe('reader');
      const { length } = page;
      page.send(0, GET);
      expect(page.length).toBe(length + 1);
      expect(page.received(0)).toBe('');
      page.say({ type: 'resume' });
      page.until(() => page.received(0).startsWith('HTTP/1.1 200 OK'));
      expect(page.pause).toBeUndefined();
    });

    it('goes on by one step at a time', () => {
      const page = new HostPage(perLook).boot().connect(0).say({ type: 'pause' }).send(0, GET);
      const at = page.pause?.step ?? 0;
      for (let moves = 1; moves <= 5; moves += 1) {
        page.say({ type: 'step', move: 'step', from: at + moves - 1 });
        expect(page.pause?.step).toBe(at + moves);
      }
    });

    it('rejects a move when there is no step to make', () => {
      const page = new HostPage(perLook).boot().say({ type: 'pause' });
      page.say({ type: 'step', move: 'over', from: page.length });
      expect(page.rejection).toContain('Nothing more happens');
    });
  });

  describe('breakpoints', () => {
    it('stop the machine before the client has its response, and tell which one was hit', () => {
      const page = new HostPage(perLook).boot().connect(0);
      page.say({ type: 'breakpoints', specs: [{ syscall: 'fork' }, { state: 'headers parsed' }] });
      page.send(0, GET);
      expect(page.pause).toMatchObject({ why: 'breakpoint', hits: [1] });
      expect(page.received(0)).toBe('');
    });

    it('stop it at a moment', () => {
      const page = new HostPage(perLook).boot({ breakpoints: [{ moment: 'get_request' }] }).connect(0);
      expect(page.pause).toMatchObject({ why: 'breakpoint', hits: [0] });
      page.say({ type: 'breakpoints', specs: [{ moment: 'nothing' }, { moment: 'make_environ' }] });
      expect(page.all('breakpointRejected').map(({ index }) => index)).toEqual([0]);
      page.say({ type: 'resume' }).send(0, GET);
      expect(page.pause).toMatchObject({ why: 'breakpoint', hits: [1] });
      expect(page.received(0)).toBe('');
    });

    it('hold from the boot on', () => {
      const page = new HostPage(perLook).boot({ breakpoints: [{ syscall: 'listen' }] });
      expect(page.pause?.why).toBe('breakpoint');
      expect(page.all('progress').at(-1)?.address).toBe('127.0.0.1:5000');
    });

    it('that are invalid are rejected by index, and the others hold', () => {
      const page = new HostPage(perLook).boot().connect(0);
      page.say({ type: 'breakpoints', specs: [{ pattern: '(' }, { call: 'parse_request' }] });
      expect(page.all('breakpointRejected')).toHaveLength(1);
      expect(page.all('breakpointRejected')[0]?.index).toBe(0);
      page.send(0, GET);
      expect(page.pause?.hits).toEqual([1]);
    });

    it('do not stop the replay of another branch', () => {
      const page = new HostPage(perLook).boot().connect(0).send(0, GET);
      page.say({ type: 'breakpoints', specs: [{ syscall: 'accept4' }] });
      page.say({ type: 'branch', step: page.length });
      expect(page.pause).toBeUndefined();
      page.connect(1);
      expect(page.pause?.why).toBe('breakpoint');
    });
  });

  describe('the reader as the scheduler', () => {
    it('is asked wherever two threads could run, and each choice leads to the next question or to the end', () => {
      const page = new HostPage(perLook).boot({ isAsking: true });
      const decide = (): void => {
        page.until(() => page.pause?.why !== 'choice' || page.pause.choice !== undefined);
        for (let turns = 0; page.pause?.why === 'choice' && turns < 500; turns += 1) {
          const tids = page.pause.choice?.candidates.map(({ tid }) => tid) ?? [];
          expect(tids.length).toBeGreaterThan(1);
          page.say({ type: 'choose', tid: tids.at(-1) ?? 0 });
        }
      };
      page.connect(0);
      decide();
      page.send(0, GET);
      decide();
      page.until(() => page.received(0).includes('200 OK'));
    });

    it('is not asked any more once it is switched off: the machine goes on', () => {
      const page = new HostPage(perLook).boot({ isAsking: true }).connect(0).connect(1);
      page.send(0, GET).send(1, GET);
      expect(page.pause?.why).toBe('choice');
      page.say({ type: 'askForChoices', isAsking: false });
      page.until(() => page.received(0) !== '' && page.received(1) !== '');
      expect(page.pause).toBeUndefined();
    });

    it('is asked about threads of the server only, unless they want to decide about clients too', () => {
      const asked = (isAsking: true | 'all'): readonly string[] => {
        const page = new HostPage(perLook).boot({ isAsking }).connect(0).connect(1);
        return page.pause?.choice?.candidates.map(({ process }) => process) ?? [];
      };
      expect(asked(true).filter((process) => process !== 'server')).toEqual([]);
      expect(asked('all')).toContain('client-0');
    });

    it('may choose too late: a thread that cannot run is ignored', () => {
      const page = new HostPage(perLook).boot({ isAsking: true }).connect(0);
      page.say({ type: 'choose', tid: 4_711 });
      expect(page.all('failed')).toEqual([]);
    });
  });

  describe('a plan', () => {
    it('is reported, performed at its virtual time, and reported as performed', () => {
      const page = new HostPage(perLook).boot().connect(0);
      const action = { act: 'send', bytes: encodeLatin1(GET) } as const;
      page.say({ type: 'plan', client: 0, action, when: { timeMicros: 200_000 } });
      expect(page.all('planned').at(-1)?.inputs).toMatchObject([{ client: 0, when: { timeMicros: 200_000 } }]);
      page.until(() => page.received(0).includes('200 OK'));
      expect(page.all('planned').at(-1)?.inputs).toEqual([]);
      expect(page.all('progress').flatMap(({ did }) => did)).toMatchObject([{ client: 0, did: 'send' }]);
    });

    it('can be cancelled', () => {
      const page = new HostPage(perLook).boot().connect(0);
      page.say({ type: 'plan', client: 0, action: { act: 'reset' }, when: { timeMicros: 60_000_000 } });
      const [planned] = page.all('planned').at(-1)?.inputs ?? [];
      page.say({ type: 'cancelPlan', id: planned?.id ?? -1 });
      expect(page.all('planned').at(-1)?.inputs).toEqual([]);
    });

    it('is still there after a replay: in its branch, and from a link', () => {
      const page = new HostPage(perLook)
        .boot({ options: { server: 'base', app: 'sleepy', seed: 0 } })
        .connect(0)
        .send(0, GET)
        .connect(1);
      page.say({ type: 'plan', client: 0, action: { act: 'reset' }, when: { step: 1_000_000 } });
      page.say({ type: 'plan', client: 1, action: { act: 'reset' }, when: { timeMicros: 3_600_000_000 } });
      const { length } = page;
      page.until(() => page.received(0).includes('200 OK'));
      page.say({ type: 'export' });
      const plans = [{ when: { step: 1_000_000 } }, { client: 1, when: { timeMicros: 3_600_000_000 } }];
      page.say({ type: 'branch', step: length - 5 }).say({ type: 'goToBranch', id: 1 });
      page.until(() => page.all('history').length === 2);
      expect(page.all('planned').at(-1)?.inputs).toMatchObject(plans);
      expect(page.all('progress').at(-1)?.snapshot?.time).toBeLessThan(3_600_000_000);

      const other = new HostPage(perLook).boot({
        options: { server: 'base', app: 'sleepy', seed: 0 },
        scenario: page.all('exported').at(-1)?.scenario,
      });
      other.until(() => other.all('history').length === 1);
      expect(other.all('history')[0]?.entries.some(({ did }) => did === 'receive')).toBe(true);
      expect(other.all('planned').at(-1)?.inputs).toMatchObject(plans);
      expect(other.all('progress').at(-1)?.snapshot?.time).toBeLessThan(3_600_000_000);
    });

    it('is rejected for a client that does not exist', () => {
      const page = new HostPage(perLook).boot();
      page.say({ type: 'plan', client: 3, action: { act: 'close' }, when: {} });
      expect(page.rejection).toContain('3');
    });
  });

  describe('a signal to the server', () => {
    it('ends it: connections are refused, and a branch before the signal is still served', () => {
      const page = new HostPage(perLook).boot();
      const { length } = page;
      page.say({ type: 'interrupt' });
      expect(page.all('progress').at(-1)?.address).toBeUndefined();
      page.say({ type: 'branch', step: length }).connect(0).send(0, GET);
      page.until(() => page.received(0).includes('200 OK'));
    });

    it('that has ended already is rejected, and breaks nothing', () => {
      const page = new HostPage(perLook).boot();
      page.say({ type: 'interrupt' }).say({ type: 'interrupt' });
      expect(page.all('failed')).toEqual([]);
      expect(page.all('rejected')).toHaveLength(1);
      page.connect(0);
      expect(page.all('progress').at(-1)?.clients).toMatchObject([{ client: 0, state: 'refused' }]);
    });
  });

  describe('a comparison', () => {
    it('is made once the machine rests, and again after a change', () => {
      const page = new HostPage(perLook).boot().connect(0).say({ type: 'compare', server: 'forking' });
      page.until(() => page.all('compared').length === 1);
      page.send(0, GET);
      page.until(() => page.all('compared').length === 2);
      const comparison = page.all('compared').at(-1)?.comparison;
      expect(comparison?.steps.some(({ kind, name }) => kind === 'syscall' && name === 'fork')).toBe(true);
      page.say({ type: 'seekCompared', step: 10 });
      expect(page.all('comparedSnapshot').at(-1)?.snapshot?.step).toBe(10);
    });

    it('answers a seek without a compared machine: the page waits for the answer', () => {
      const page = new HostPage(perLook)
        .boot()
        .say({ type: 'compare', server: 'forking' })
        .say({ type: 'seekCompared', step: 10 });
      expect(page.all('comparedSnapshot').map(({ snapshot }) => snapshot)).toEqual([undefined]);
      page.until(() => page.all('compared').length === 1);
      page.say({ type: 'compare', server: undefined }).say({ type: 'seekCompared', step: 10 });
      expect(page.all('comparedSnapshot').map(({ snapshot }) => snapshot)).toEqual([undefined, undefined]);
    });
  });

  it('a long log is prepared for seeks, and the page is told once', () => {
    const page = new HostPage(perLook).boot({ options: { server: 'base', app: 'hello', seed: 0 } });
    for (let client = 0; client < 40; client += 1) page.connect(client).send(client, GET).rest();
    expect(page.length).toBeGreaterThan(10_000);
    expect(page.all('seekPrepared').at(-1)?.length).toBe(page.length);
    expect(page.all('seekPrepared').filter(({ length }) => length === page.length)).toHaveLength(1);
  });

  describe('a page that has not drawn yet', () => {
    it('gets news of clients at once, with the rows that led to them, and the machine once it has drawn', () => {
      const page = new HostPage(perLook).boot({ options: { server: 'base', app: 'hello', seed: 0 } });
      page.until(() => page.length > 0);
      page.isDrawing = false;
      page.connect(0);
      const { length } = page;
      const snapshots = page.all('progress').filter(({ snapshot }) => snapshot !== undefined).length;
      page.send(0, GET);
      page.until(() => page.received(0).endsWith('}'));
      page.until(() => page.all('progress').some(({ clients }) => clients.some(({ state }) => state === 'eof')));
      // A reader who sees an answer can go back from it.
      expect(page.length).toBeGreaterThan(length + 200);
      expect(page.all('progress').filter(({ snapshot }) => snapshot !== undefined)).toHaveLength(snapshots);
      page.say({ type: 'acknowledge' });
      expect(page.all('progress').at(-1)?.snapshot?.step).toBe(page.length);
      page.say({ type: 'acknowledge' });
      expect(page.all('progress').at(-1)?.snapshot?.step).toBe(page.length);
    });

    it('gets many news of clients in one message', () => {
      const page = new HostPage(perLook).boot({ options: { server: 'base', app: 'hello', seed: 0 } });
      page.until(() => page.length > 0);
      page.isDrawing = false;
      const before = page.heard.length;
      for (let client = 0; client < 20; client += 1) page.connect(client).send(client, GET);
      // A slow computer takes longer for each than the page is spared.
      expect(page.heard.length - before).toBeLessThanOrEqual(perLook === 0 ? 2 : 40);
      page.rest();
      for (let client = 0; client < 20; client += 1) expect(page.received(client)).toMatch(/}$/);
    });

    it('knows every step of a paused machine', () => {
      const page = new HostPage(perLook).boot();
      page.isDrawing = false;
      page.connect(0).send(0, GET).say({ type: 'pause' });
      expect(page.length).toBe(page.pause?.step);
    });
  });

  describe('going to another branch', () => {
    it('sends only the rows after the step at which the branches part', () => {
      const page = new HostPage(perLook)
        .boot({ options: { server: 'base', app: 'hello', seed: 0 } })
        .connect(0)
        .send(0, GET);
      page.until(() => page.all('progress').some(({ clients }) => clients.some(({ state }) => state === 'eof')));
      const first = page.all('progress').flatMap(({ steps }) => [...steps.details.split('\n').slice(0, -1)]);
      page.say({ type: 'branch', step: 120 });
      expect(page.all('branched').at(-1)?.from).toBe(120);
      page.send(0, 'GET /other HTTP/1.1\r\n\r\n');
      page.until(() => page.all('progress').some(({ steps }) => steps.details.includes('/other')));
      const heard = page.heard.length;
      const { id } = page.all('branches').at(-1)?.branches[0] ?? { id: 0 };
      page.say({ type: 'goToBranch', id });
      page.until(() => page.all('history').length === 2);
      const told = page.heard
        .slice(heard)
        .filter((message): message is News<'progress'> => message.type === 'progress');
      expect(page.all('branched').at(-1)?.from).toBe(120);
      expect(told.flatMap(({ steps }) => [...steps.details.split('\n').slice(0, -1)])).toEqual(first.slice(120));
    });
  });
});
