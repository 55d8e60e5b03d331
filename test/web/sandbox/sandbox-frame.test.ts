/** The frame of the sandbox and its port, in a document of this test: which frame is tried, and what ends it. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Sandbox } from '../../../web/sandbox/sandbox.ts';

const FOLDER = 'https://docs.example/assets/';

class Frame extends EventTarget {
  readonly attributes = new Map<string, string>();
  readonly style = { setProperty: vi.fn<(...property: readonly string[]) => void>() };
  readonly posted: { message: { nonce: string; program: string }; to: string; port: MessagePort }[] = [];
  readonly contentWindow = {
    postMessage: (message: { nonce: string; program: string }, to: string, [port]: [MessagePort]) =>
      void this.posted.push({ message, to, port }),
  };
  name = '';
  title = '';
  hidden = false;
  referrerPolicy = '';
  src = '';
  isConnected = false;
  private _srcdoc = '';

  get srcdoc(): string {
    return this._srcdoc;
  }

  set srcdoc(text: string) {
    if (trusts) throw new TypeError('This document requires TrustedHTML');
    this._srcdoc = text;
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  remove(): void {
    this.isConnected = false;
  }
}

/** Whether the page asks for trusted types. */
let trusts = false;
let frames: Frame[] = [];
let page: EventTarget;
let view: EventTarget;
let ports: MessagePort[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  trusts = false;
  frames = [];
  ports = [];
  view = new EventTarget();
  page = Object.assign(new EventTarget(), {
    createElement: () => {
      const frame = new Frame();
      frames.push(frame);
      return frame;
    },
    body: { append: (frame: Frame) => (frame.isConnected = true) },
  });
  vi.stubGlobal('window', view);
  vi.stubGlobal('document', page);
});

afterEach(() => {
  for (const port of ports) port.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

interface Opened {
  readonly sandbox: Sandbox;
  readonly heard: unknown[];
  readonly ends: unknown[];
}

function opened(): Opened {
  const [heard, ends]: [unknown[], unknown[]] = [[], []];
  const sandbox = new Sandbox('program()', FOLDER, {
    onMessage: (data) => void heard.push(data),
    onEnd: (notice) => void ends.push(notice),
  });
  return { sandbox, heard, ends };
}

const newest = (): Frame => frames.at(-1) as Frame;

/** A message to the page, as the script of the frame posts it, unless it is changed. */
function say(change: object = {}, source: unknown = newest().contentWindow): void {
  const data = { glaswerk: 'ready', nonce: newest().name, ...change };
  view.dispatchEvent(Object.assign(new Event('message'), { data, source }));
}

/** The worker's end of the port. */
function worker(): { readonly got: unknown[]; readonly post: (message: unknown) => void } {
  const { port } = newest().posted.at(-1) as { port: MessagePort };
  ports.push(port);
  const got: unknown[] = [];
  port.addEventListener('message', ({ data }) => void got.push(data));
  port.start();
  return { got, post: (message) => port.postMessage(message) };
}

const arrived = (holds: () => void): Promise<void> => vi.waitFor(holds, { timeout: 20_000, interval: 1 });

describe('the frame', () => {
  test('may run scripts and nothing else, is not seen, and gets a nonce as its name', () => {
    const { sandbox } = opened();
    const [frame] = frames as [Frame];
    expect([...frame.attributes]).toEqual([['sandbox', 'allow-scripts']]);
    expect(frame).toMatchObject({ hidden: true, referrerPolicy: 'no-referrer', src: '', isConnected: true });
    expect(frame.style.setProperty).toHaveBeenCalledWith('display', 'none', 'important');
    expect(frame.srcdoc).toContain('<script>');
    expect(frame.name).toMatch(/^\d+-\d+-\d+-\d+$/);
    expect(sandbox.isConnected).toBe(true);
    opened();
    expect(newest().name).not.toBe(frame.name);
  });

  test('is one in a file where the page asks for trusted types', () => {
    trusts = true;
    const { ends } = opened();
    expect(newest()).toMatchObject({ src: 'https://docs.example/assets/glaswerk-sandbox.html', isConnected: true });
    expect(frames.filter(({ isConnected }) => isConnected)).toHaveLength(1);
    expect(ends).toEqual([]);
  });

  test('that is taken out of the document is noticed', () => {
    const { sandbox } = opened();
    newest().remove();
    expect(sandbox.isConnected).toBe(false);
    sandbox.end();
    expect(sandbox.isConnected).toBe(false);
  });
});

describe('the start', () => {
  test('gives the frame its program and a port, once; messages of before arrive in order', async () => {
    const { sandbox, heard } = opened();
    sandbox.post('one');
    say();
    const [{ message, to }] = newest().posted as [Frame['posted'][number]];
    expect(message).toEqual({ glaswerk: 'start', nonce: newest().name, program: 'program()' });
    expect(to).toBe('*');
    say();
    expect(newest().posted).toHaveLength(1);
    const { got, post } = worker();
    sandbox.post('two');
    await arrived(() => expect(got).toEqual(['one', 'two']));
    post({ type: 'hello' });
    await arrived(() => expect(heard).toEqual([{ type: 'hello' }]));
    vi.advanceTimersByTime(60_000);
    expect(frames).toHaveLength(1);
  });

  test.each<[string, object, unknown]>([
    ['of another window', {}, { postMessage: () => undefined }],
    ['with another nonce', { nonce: '1-2-3-4' }, undefined],
    ['of another kind', { glaswerk: 'steady' }, undefined],
  ])('a message %s starts nothing', (_, change, source) => {
    opened();
    say(change, source ?? newest().contentWindow);
    expect(newest().posted).toEqual([]);
  });

  test('anything else than a message of the frame is passed over', () => {
    const { ends } = opened();
    for (const data of [undefined, null, 'ready', {}]) {
      view.dispatchEvent(Object.assign(new Event('message'), { data, source: newest().contentWindow }));
    }
    expect([newest().posted, ends]).toEqual([[], []]);
  });
});

describe('where the first kind of frame does not work', () => {
  test('the one in a file is tried after 1.5 s, and gets what was posted', async () => {
    const { sandbox, ends } = opened();
    sandbox.post('one');
    const [first] = frames as [Frame];
    vi.advanceTimersByTime(1_499);
    expect(frames).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect([first.isConnected, newest().src]).toEqual([false, `${FOLDER}glaswerk-sandbox.html`]);
    // The one before comes too late.
    say({ nonce: first.name }, first.contentWindow);
    expect(first.posted).toEqual([]);
    say();
    const { got } = worker();
    await arrived(() => expect(got).toEqual(['one']));
    expect(ends).toEqual([]);
  });

  test('it is tried sooner when the frame has loaded without a word', () => {
    opened();
    newest().dispatchEvent(new Event('load'));
    vi.advanceTimersByTime(499);
    expect(frames).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(newest().src).not.toBe('');
  });

  test('a frame in a file that says nothing ends the sandbox: what a policy has to allow is told once it has loaded', () => {
    const silent = opened();
    vi.advanceTimersByTime(1_500);
    vi.advanceTimersByTime(19_999);
    expect(silent.ends).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(silent.ends).toEqual([{ code: 'sandboxNotStarted', values: {} }]);
    const loaded = opened();
    vi.advanceTimersByTime(1_500);
    newest().dispatchEvent(new Event('load'));
    vi.advanceTimersByTime(4_999);
    expect(loaded.ends).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(loaded.ends).toEqual([
      {
        code: 'sandboxForbidden',
        values: { directive: expect.stringMatching(/^script-src 'sha256-[^']+' blob:; worker-src blob:$/) },
      },
    ]);
    expect(newest().isConnected).toBe(false);
  });

  test('a policy that forbids the frame in a file is told, and no other one', () => {
    const { ends } = opened();
    const violate = (effectiveDirective: string, blockedURI: string): void =>
      void page.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), { effectiveDirective, blockedURI }));
    violate('frame-src', `${FOLDER}glaswerk-sandbox.html`);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(1_500);
    violate('img-src', `${FOLDER}glaswerk-sandbox.html`);
    violate('frame-src', 'https://ads.example/');
    expect(ends).toEqual([]);
    violate('frame-src', `${FOLDER}glaswerk-sandbox.html`);
    violate('frame-src', `${FOLDER}glaswerk-sandbox.html`);
    expect(ends).toEqual([{ code: 'sandboxForbidden', values: { directive: 'frame-src https://docs.example' } }]);
  });

  test('a worker that cannot start is tried in the other frame, and told there', () => {
    const { ends } = opened();
    say();
    say({ glaswerk: 'error', reason: 'no blobs' });
    expect([frames.length, ends]).toEqual([2, []]);
    say();
    say({ glaswerk: 'error', reason: 'x'.repeat(900) });
    expect(ends).toEqual([{ code: 'workerFailed', values: { message: 'x'.repeat(500) } }]);
  });
});

describe('once it works', () => {
  async function spoken(): Promise<Opened> {
    const page = opened();
    say();
    const { post } = worker();
    post('hello');
    await arrived(() => expect(page.heard).toEqual(['hello']));
    return page;
  }

  test('a frame that loads something else is ended', async () => {
    const { ends } = await spoken();
    newest().dispatchEvent(new Event('load'));
    vi.advanceTimersByTime(60_000);
    expect(ends).toEqual([]);
    newest().dispatchEvent(new Event('load'));
    expect(ends).toEqual([{ code: 'sandboxNavigated', values: {} }]);
    newest().dispatchEvent(new Event('load'));
    expect([ends.length, newest().isConnected, frames.length]).toEqual([1, false, 1]);
  });

  test('an error of the worker ends it: no other frame is tried', async () => {
    const { ends } = await spoken();
    say({ glaswerk: 'error', reason: 'out of memory' });
    expect(ends).toEqual([{ code: 'workerFailed', values: { message: 'out of memory' } }]);
    expect(frames).toHaveLength(1);
  });

  test('a message that cannot be unpacked ends it', () => {
    const made: MessageChannel[] = [];
    class Channel extends MessageChannel {
      constructor() {
        super();
        made.push(this);
      }
    }
    vi.stubGlobal('MessageChannel', Channel);
    const { ends } = opened();
    say();
    made[0]?.port1.dispatchEvent(new Event('messageerror'));
    expect(ends).toEqual([{ code: 'messageUnreadable', values: {} }]);
  });

  test('after its end it tells nothing, and takes nothing', async () => {
    const { sandbox, heard, ends } = await spoken();
    const { post } = worker();
    sandbox.end();
    expect(newest().isConnected).toBe(false);
    post('more');
    sandbox.post('more');
    say();
    newest().dispatchEvent(new Event('load'));
    newest().dispatchEvent(new Event('load'));
    vi.advanceTimersByTime(60_000);
    await new Promise((resolve) => void setImmediate(resolve));
    expect([heard, ends, frames.length]).toEqual([['hello'], [], 1]);
  });
});
