/**
 * The link of a session to a machine in a shared sandbox: it sleeps, is made again where it stood, and does what was
 * asked of it meanwhile, also where its app takes a while to load.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { encodeLatin1, preset } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';
import type { FromMachine } from '../../../src/host/protocol.ts';
import { rowsOf } from '../../../src/host/step-rows.ts';
import { Scope } from '../../../web/kit/scope.ts';
import type { MachineRequest } from '../../../web/sandbox/link.ts';
import { MachineLink } from '../../../web/sandbox/machine-link.ts';
import { COMPUTERS } from '../../support/host-page.ts';
import { WorkerPort } from '../../support/worker-port.ts';

const GET = encodeLatin1('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
const APP = preset('hello')?.app as WsgiApp;

beforeEach(() => WorkerPort.stubFrames());
afterEach(() => vi.unstubAllGlobals());

type News<T extends FromMachine['type']> = Extract<FromMachine, { type: T }>;

/** A session with an app of the author's own, which has answered a request. */
class Page {
  readonly heard: FromMachine[] = [];
  readonly link: MachineLink;
  readonly port: WorkerPort;

  private constructor(perLook: number) {
    this.port = new WorkerPort(perLook, APP);
    const events = { onMessage: (news: FromMachine) => this.heard.push(news), onHealth() {}, onAction() {} };
    this.link = new MachineLink(events, new Scope(), { sandbox: () => this.port, isShared: true });
  }

  static async open(perLook: number): Promise<Page> {
    const page = new Page(perLook);
    const options = { server: 'threaded', app: 'own', seed: 0 } as const;
    page.link.boot({ options, app: { code: 'own', logBefore: '' }, breakpoints: [], isAsking: false });
    await page.port.settle();
    page.link.client(0, { act: 'connect' });
    page.link.client(0, { act: 'send', bytes: GET });
    await page.port.settle();
    expect(page.length).toBeGreaterThan(50);
    return page;
  }

  /** It is out of sight, and gives up its machine. */
  sleep(): this {
    this.link.sleep();
    expect(this.port.sessions).toBe(0);
    return this;
  }

  all<T extends FromMachine['type']>(type: T): News<T>[] {
    return this.heard.filter((message): message is News<T> => message.type === type);
  }

  get length(): number {
    return this.all('progress').reduce((sum, { steps }) => sum + steps.kinds.length, 0);
  }
}

describe.each(COMPUTERS)('on %s', (_name, perLook) => {
  test('a machine that wakes stands where it stood, and its face hears nothing of it', async () => {
    const page = await Page.open(perLook);
    page.sleep().heard.length = 0;
    page.link.wake();
    await page.port.settle();
    expect(page.length).toBe(0);
    expect(page.all('branched')).toEqual([]);
    page.link.client(0, { act: 'connect' });
    await page.port.settle();
    page.link.request({ type: 'export' });
    await page.port.settle();
    expect(page.all('exported')[0]?.scenario.inputs.at(-1)).toMatchObject({ do: 'connect' });
  });

  const bytes = encodeLatin1('x');
  test.each<MachineRequest>([
    { type: 'branch', step: 40 },
    { type: 'client', client: 1, action: { act: 'connect' } },
    { type: 'interrupt' },
    { type: 'pause' },
    { type: 'plan', client: 0, action: { act: 'send', bytes }, when: { timeMicros: 500 } },
    { type: 'askForChoices', isAsking: true },
    { type: 'nameBranch', id: 1, name: 'another' },
  ])('a machine that sleeps does what one that is awake does: $type', async (request) => {
    const outcomeOf = async (page: Page): Promise<unknown> => {
      page.heard.length = 0;
      page.link.request(request);
      page.link.request({ type: 'settle', id: 1 });
      page.link.request({ type: 'export' });
      await page.port.settle();
      const inputs = page.all('exported')[0]?.scenario.inputs.map((input) => input.do);
      const { pause, isAsking } = page.all('paused').at(-1) ?? {};
      const settled = page.all('settled').map(({ id }) => id);
      const branches = page.all('branches').at(-1)?.branches;
      return { inputs, pausedAt: pause?.step, isAsking, settled, from: page.all('branched')[0]?.from, branches };
    };
    const awake = await outcomeOf(await Page.open(perLook));
    expect(awake).toMatchObject({ settled: [1] });
    expect(await outcomeOf((await Page.open(perLook)).sleep())).toMatchObject({ ...(awake as object) });
  });

  test('a seek wakes a machine, and is answered once', async () => {
    const page = (await Page.open(perLook)).sleep();
    page.link.seek(30);
    await page.port.settle();
    expect(page.all('snapshot').map(({ snapshot }) => snapshot?.step)).toEqual([30]);
    expect(page.link.isSeeking).toBe(false);
  });

  test('what comes before the next frames does not put off that the page has drawn', async () => {
    const page = await Page.open(perLook);
    let draw: ((now: number) => void) | undefined;
    vi.stubGlobal('requestAnimationFrame', (work: (now: number) => void) => {
      draw = work;
      return 1;
    });
    const posted = vi.spyOn(page.port, 'post');
    const last = page.all('progress').at(-1) as News<'progress'>;
    const news = { ...last, steps: rowsOf([]), snapshot: undefined };
    for (let frames = 0; frames < 2; frames += 1) {
      expect(page.link.receive(news)).toBeUndefined();
      expect(page.link.receive(news)).toBeUndefined();
      expect(posted).not.toHaveBeenCalled();
      draw?.(0);
    }
    expect(posted.mock.calls.map(([{ type }]) => type)).toEqual(['acknowledge']);
    // The next one is told again.
    page.link.receive(news);
    draw?.(0);
    draw?.(0);
    expect(posted.mock.calls.map(([{ type }]) => type)).toEqual(['acknowledge', 'acknowledge']);
  });

  test('what waits for a machine is not lost, and not done twice, when the worker ends meanwhile', async () => {
    const page = (await Page.open(perLook)).sleep();
    page.heard.length = 0;
    page.link.request({ type: 'branch', step: 40 });
    page.link.seek(30);
    page.link.sleep();
    expect(page.port.sessions).toBe(1);
    page.port.rest();
    page.port.replace();
    await page.port.settle();
    expect(page.all('branched').map(({ from }) => from)).toEqual([40]);
    expect(page.all('snapshot').map(({ snapshot }) => snapshot?.step)).toEqual([30]);
  });
});
