/** How long a worker may be silent before it is ended, and who loses a machine with it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Scope } from '../../../web/kit/scope.ts';
import { SandboxHost } from '../../../web/sandbox/sandbox-host.ts';
import type { Health, Tenant } from '../../../web/sandbox/sandbox-host.ts';

interface Frame {
  name: string;
  isConnected: boolean;
  readonly contentWindow: { postMessage(message: unknown, origin: string, ports: readonly MessagePort[]): void };
}

/** The frames of the page, in their order, and the ports of their workers. */
let frames: Frame[] = [];
let workers: MessagePort[] = [];

const nothing = (): void => undefined;

function newFrame(): Frame {
  const contentWindow: Frame['contentWindow'] = {
    postMessage: (_message, _origin, ports) => {
      workers.push(...ports);
    },
  };
  return {
    ...{ name: '', isConnected: false, contentWindow, srcdoc: '' },
    ...{ setAttribute: nothing, addEventListener: nothing, remove: nothing, style: { setProperty: nothing } },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  workers = [];
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', {
    ...{ visibilityState: 'visible', createElement: newFrame, addEventListener: nothing, removeEventListener: nothing },
    body: {
      append: (frame: Frame) => {
        frame.isConnected = true;
        frames.push(frame);
      },
    },
  });
});
afterEach(() => {
  for (const port of workers) port.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Its machine needs no part of the program, and `health` says whether it has lost it. */
class Guest implements Tenant {
  readonly needs = [];
  readonly isForeign: boolean;
  isSeeking = false;
  health: Health | undefined;
  starts = 1;

  constructor(isForeign: boolean) {
    this.isForeign = isForeign;
  }

  receive(): undefined {}

  lost(health: Health): void {
    this.health = health;
  }

  startOver(): void {
    this.starts += 1;
  }
}

/** A worker for these tenants that has started, said something, and is silent from now on. */
async function silent(...tenants: readonly Guest[]): Promise<void> {
  const host = new SandboxHost({ scope: new Scope(), folder: 'http://localhost/' });
  for (const tenant of tenants) host.enter(tenant);
  const [frame] = frames;
  const ready = { data: { glaswerk: 'ready', nonce: frame?.name }, source: frame?.contentWindow };
  window.dispatchEvent(Object.assign(new Event('message'), ready));
  const heard = new Promise<void>((resolve) => {
    host.check = (data) => {
      resolve();
      return data as ReturnType<SandboxHost['check']>;
    };
  });
  workers[0]?.postMessage({ type: 'pong', session: 0 });
  await heard;
}

test('a worker with foreign code is ended in less than a second', async () => {
  const guest = new Guest(true);
  await silent(guest);
  vi.advanceTimersByTime(700);
  expect(guest.health).toBeUndefined();
  vi.advanceTimersByTime(299);
  expect(guest.health).toBe('silent');
});

test('a worker with nothing but what came with Glaswerk has time, as on a computer that is busy, and is ended then', async () => {
  const guest = new Guest(false);
  await silent(guest);
  vi.advanceTimersByTime(1_900);
  expect(guest.health).toBeUndefined();
  vi.advanceTimersByTime(300);
  expect(guest.health).toBe('silent');
});

test('who brought no code starts over when that of another is ended', async () => {
  const [own, foreign] = [new Guest(false), new Guest(true)];
  await silent(own, foreign);
  vi.advanceTimersByTime(999);
  expect([own.health, foreign.health]).toEqual([undefined, 'silent']);
  expect(own.starts).toBe(2);
});

test('a worker that goes back in time for one of them has time, with foreign code too', async () => {
  const [own, foreign] = [new Guest(false), new Guest(true)];
  own.isSeeking = true;
  await silent(own, foreign);
  vi.advanceTimersByTime(4_900);
  expect(foreign.health).toBeUndefined();
});
