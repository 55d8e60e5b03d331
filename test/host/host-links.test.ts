/**
 * A machine in its host, opened from a link: at the very moment at which it was shared, and with what was still to
 * come.
 */
import { describe, expect, it, vi } from 'vitest';
import { Machine } from '../../src/index.ts';
import type { Scenario } from '../../src/index.ts';
import { COMPUTERS, HostPage } from '../support/host-page.ts';

const GET = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

/** What a link made of this page holds. */
function sharedBy(page: HostPage): Scenario | undefined {
  return page.say({ type: 'export' }).all('exported').at(-1)?.scenario;
}

const rowsOf = (page: HostPage): readonly string[] =>
  page.all('progress').flatMap(({ steps }) => steps.details.split('\n').slice(0, -1));

describe.each(COMPUTERS)('on %s', (_name, perLook) => {
  const open = (scenario: unknown, change: Parameters<HostPage['boot']>[0] = {}): HostPage => {
    const page = new HostPage(perLook).boot({ scenario, ...change });
    page.until(() => page.all('history').length === 1);
    return page;
  };

  describe('a link of a paused machine', () => {
    it('opens paused at the same step, and goes on as the first one does', () => {
      const first = new HostPage(perLook)
        .boot({ breakpoints: [{ state: 'headers parsed' }] })
        .connect(0)
        .send(0, GET);
      const step = first.pause?.step ?? 0;
      expect(step).toBeGreaterThan(100);
      const other = open(sharedBy(first), { pauseAt: { step, isChoice: false } });
      other.rest();
      expect(other.pause).toMatchObject({ why: 'link', step });
      expect(other.received(0)).toBe('');
      expect(other.length).toBe(first.length);
      for (const page of [first, other]) page.say({ type: 'resume' }).until(() => page.received(0).includes('200 OK'));
      first.rest();
      other.rest();
      expect(rowsOf(other)).toEqual(rowsOf(first));
    });

    it('opens with inputs of the pause that no thread has noticed yet', () => {
      const first = new HostPage(perLook).boot().rest().say({ type: 'pause' }).connect(0);
      first.send(0, 'GET / HTTP/1.1\r\n').send(0, GET.slice(16)).connect(1);
      const step = first.pause?.step ?? 0;
      const other = open(sharedBy(first), { pauseAt: { step, isChoice: false } });
      expect(other.all('history')[0]?.connections).toBe(2);
      expect(other.all('planned').at(-1)?.inputs ?? []).toEqual([]);
      expect(other.pause).toMatchObject({ why: 'link', step });
      expect(rowsOf(other)).toEqual(rowsOf(first));
      other.connect(2).say({ type: 'resume' });
      other.until(() => other.received(0).includes('200 OK'));
      expect(other.all('rejected')).toEqual([]);
    });

    it('is paused at the exact step, also where its thread could not stop', () => {
      const first = new HostPage(perLook).boot({ breakpoints: [{ call: 'WSGIRequestHandler.make_environ' }] });
      first.connect(0).send(0, GET);
      for (let at = 0; at < 3; at += 1) first.say({ type: 'step', move: 'step', from: first.pause?.step ?? 0 });
      const step = first.pause?.step ?? 0;
      expect(first.length).toBeGreaterThan(step);
      const other = open(sharedBy(first), { pauseAt: { step, isChoice: false } });
      expect(other.pause?.step).toBe(step);
    });

    it('moves on step by step, and stops at the breakpoints of the link', () => {
      const first = new HostPage(perLook).boot().connect(0).say({ type: 'pause' }).send(0, GET);
      const step = first.pause?.step ?? 0;
      const other = open(sharedBy(first), {
        pauseAt: { step, isChoice: false },
        breakpoints: [{ state: 'headers parsed' }],
      });
      other.say({ type: 'step', move: 'step', from: step });
      expect(other.pause).toMatchObject({ why: 'reader', step: step + 1 });
      other.say({ type: 'resume' }).until(() => other.pause?.why === 'breakpoint');
      expect(other.received(0)).toBe('');
    });

    it('asks for the same choice', () => {
      const first = new HostPage(perLook).boot({ isAsking: true }).connect(0).connect(1);
      first.send(0, GET).send(1, GET);
      first.until(() => first.pause?.choice !== undefined);
      first.say({ type: 'choose', tid: first.pause?.choice?.candidates.at(-1)?.tid ?? 0 });
      first.until(() => first.pause?.choice !== undefined);
      const { step = 0, choice } = first.pause ?? {};
      const other = open(sharedBy(first), { pauseAt: { step, isChoice: true }, isAsking: true });
      other.until(() => other.pause?.choice !== undefined);
      expect(other.pause?.choice).toEqual(choice);
    });

    it('whose step does not exist is shown at its end', () => {
      const other = open({ version: 1, app: { preset: 'hello' } }, { pauseAt: { step: 4_000_000, isChoice: false } });
      expect(other.all('failed')).toEqual([]);
      expect(other.pause).toMatchObject({ why: 'link', step: other.length });
    });
  });

  describe('a scenario in which a client connects later', () => {
    const scenario = {
      version: 1,
      app: { preset: 'hello' },
      inputs: [
        { client: 0, do: 'connect' },
        { client: 1, do: 'connect', time: 60_000_000 },
        { client: 1, do: 'send', data: GET, time: 61_000_000 },
      ],
    };

    it('rejects other connections until then, and goes on', () => {
      const page = open(scenario);
      expect(page.all('planned').at(-1)?.inputs).toHaveLength(2);
      page.connect(1);
      expect(page.rejection).toContain('connection 2');
      expect(page.all('failed')).toEqual([]);
      // The page had counted one too many.
      page.until(() => page.all('history').length === 2);
      expect(page.all('history').at(-1)?.connections).toBe(1);
      const { time } = page;
      page.send(0, GET).until(() => page.received(0).includes('200 OK'));
      page.until(() => page.received(1).includes('200 OK'));
      expect(page.all('progress').flatMap(({ did }) => did)).toMatchObject([
        { client: 1, did: 'connect' },
        { client: 1, did: 'send' },
      ]);
      expect(page.time - time).toBeLessThan(65_000);
      page
        .connect(2)
        .send(2, GET)
        .until(() => page.received(2).includes('200 OK'));
    });

    it('does not cancel that connection, and says why', () => {
      const page = open(scenario);
      const [connect] = page.all('planned').at(-1)?.inputs ?? [];
      page.say({ type: 'cancelPlan', id: connect?.id ?? -1 });
      expect(page.all('rejected')).toHaveLength(1);
      expect(page.all('failed')).toEqual([]);
      expect(page.all('planned').at(-1)?.inputs).toHaveLength(2);
    });

    it('reports plans before the history: nobody connects in between', () => {
      const types = open(scenario).heard.map(({ type }) => type);
      expect(types.indexOf('planned')).toBeLessThan(types.indexOf('history'));
    });
  });

  describe('a request that fails leaves the machine as it was:', () => {
    const boot = (): HostPage => {
      const page = new HostPage(perLook).boot({ options: { server: 'base', app: 'hello', seed: 0 } });
      return page.connect(0).send(0, GET).rest();
    };
    const worksOn = (page: HostPage): void => {
      expect(page.all('failed')).toEqual([]);
      page
        .connect(1)
        .send(1, GET)
        .until(() => page.received(1).includes('200 OK'));
    };

    it('a branch that does not exist', () => {
      const page = boot().say({ type: 'goToBranch', id: 7 }).say({ type: 'nameBranch', id: 7, name: 'seven' });
      expect(page.all('rejected').map(({ request }) => request)).toEqual(['goToBranch', 'nameBranch']);
      worksOn(page);
    });

    it('a seek whose replay diverges, which is answered too', () => {
      const page = boot();
      const seek = vi.spyOn(Machine.prototype, 'seek').mockImplementation(() => {
        throw new Error('step 7 came out differently');
      });
      page.say({ type: 'seek', step: 20 });
      seek.mockRestore();
      expect(page.rejection).toContain('step 7 came out differently');
      expect(page.all('snapshot')).toMatchObject([{ step: 20, snapshot: undefined }]);
      worksOn(page);
    });

    it('a branch that cannot begin', () => {
      const page = boot();
      const branch = vi.spyOn(Machine.prototype, 'branch').mockImplementation(() => {
        throw new Error('step 7 came out differently');
      });
      page.say({ type: 'branch', step: 20 });
      branch.mockRestore();
      expect(page.rejection).toContain('step 7 came out differently');
      expect(page.all('branched')).toEqual([]);
      expect(page.all('branches')).toEqual([]);
      worksOn(page);
    });

    it('a comparison with a server that cannot replay the inputs', () => {
      const page = boot();
      const connect = vi.spyOn(Machine.prototype, 'connect').mockImplementation(() => {
        throw new RangeError('no such address');
      });
      page.say({ type: 'compare', server: 'forking' });
      try {
        page.until(() => page.all('compared').length === 1);
      } finally {
        connect.mockRestore();
      }
      expect(page.all('compared')[0]?.comparison).toMatchObject({ server: 'forking', length: 0 });
      expect(page.all('compared')[0]?.comparison.notes).toEqual([
        { code: 'comparisonFailed', values: { message: 'no such address' } },
      ]);
      expect(page.say({ type: 'seekCompared', step: 3 }).all('comparedSnapshot').at(-1)?.snapshot).toBeUndefined();
      worksOn(page);
    });

    it('an export that no link can hold', () => {
      const page = boot();
      const scenario = vi.spyOn(Machine.prototype, 'scenario', 'get').mockImplementation(() => {
        throw new TypeError('options.program: a machine that runs a program has no scenario');
      });
      page.say({ type: 'export' });
      scenario.mockRestore();
      expect(page.all('rejected')).toHaveLength(1);
      worksOn(page);
    });
  });

  describe('another branch', () => {
    it('tells how many plans stay with the one that is left, and going back finds them', () => {
      const page = new HostPage(perLook).boot().connect(0).rest();
      page.say({ type: 'plan', client: 0, action: { act: 'reset' }, when: { timeMicros: 3_600_000_000 } });
      const { length } = page;
      page.say({ type: 'branch', step: length - 5 });
      expect(page.all('planned').at(-1)?.inputs).toEqual([]);
      expect(page.all('note').at(-1)?.notice).toEqual({
        code: 'plansLeftBehind',
        values: { count: 1, branch: 'main' },
      });
      page.say({ type: 'goToBranch', id: 1 }).until(() => page.all('history').length === 2);
      expect(page.all('planned').at(-1)?.inputs).toHaveLength(1);
      expect(page.all('note')).toHaveLength(1);
    });

    it('begins exactly inside a plain function: inputs are performed at that step, in order', () => {
      const page = new HostPage(perLook).boot({ breakpoints: [{ call: 'WSGIRequestHandler.make_environ' }] });
      page.connect(0).connect(1).send(0, GET);
      const inside = page.pause?.step ?? 0;
      page.say({ type: 'resume' }).rest();
      page.say({ type: 'breakpoints', specs: [] }).say({ type: 'branch', step: inside }).send(1, GET).rest();
      expect(sharedBy(page)?.inputs?.at(-1)).toMatchObject({ client: 1, step: inside });
      expect(page.all('note')).toEqual([]);
      expect(page.received(1)).toContain('200 OK');
      expect(page.all('branches').at(-1)?.branches).toHaveLength(2);
    });
  });

  describe('a machine that is paused inside a plain function', () => {
    const paused = (): HostPage => {
      const page = new HostPage(perLook).boot({ breakpoints: [{ call: 'WSGIRequestHandler.make_environ' }] });
      return page.connect(0).connect(1).connect(2).send(0, GET);
    };

    it('performs inputs at its cursor, in order, and stays there', () => {
      const page = paused();
      const step = page.pause?.step ?? 0;
      page.say({ type: 'plan', client: 2, action: { act: 'close' }, when: { timeMicros: 3_000_000 } });
      page.send(1, 'GET ').send(1, '/ HTTP/1.0\r\n\r\n').say({ type: 'interrupt' });
      const inputs = sharedBy(page)?.inputs ?? [];
      expect(
        inputs.slice(-4, -1).map((input) => [input.client, input.data ?? input.do, (input.step ?? 0) - step]),
      ).toEqual([
        [1, 'GET ', 0],
        [1, '/ HTTP/1.0\r\n\r\n', 1],
        [undefined, 'interrupt', 2],
      ]);
      expect(page.pause).toMatchObject({ why: 'breakpoint', step });
      expect(page.all('planned').at(-1)?.inputs).toMatchObject([{ client: 2, when: { timeMicros: 3_000_000 } }]);
      expect(page.all('failed')).toEqual([]);
    });

    it('goes on from there with all inputs, as its link does', () => {
      const page = paused().send(1, GET);
      page.connect(3).send(3, GET);
      const scenario = sharedBy(page);
      page.say({ type: 'breakpoints', specs: [] }).say({ type: 'resume' }).rest();
      for (const client of [0, 1, 3]) expect(page.received(client)).toContain('200 OK');
      const again = new HostPage(perLook).boot({ scenario });
      again.until(() => again.all('history').length === 1).rest();
      expect(sharedBy(again)?.inputs).toEqual(sharedBy(page)?.inputs);
    });
  });
});
