/** A session that no machine answers: its log and what it is told come from the test, and what it asks for is kept. */
import { vi } from 'vitest';
import type { FromMachine } from '../../src/host/protocol.ts';
import { rowsOf } from '../../src/host/step-rows.ts';
import type { Step } from '../../src/index.ts';
import type { Scope } from '../../web/kit/scope.ts';
import type { Link, LinkEvents } from '../../web/sandbox/link.ts';
import { Drafts } from '../../web/session/drafts.ts';
import type { TextStorage } from '../../web/session/drafts.ts';
import { Session } from '../../web/session/session.ts';

/** A browser that stores nothing. */
export const NO_STORAGE: TextStorage = {
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
};

export interface QuietSession {
  readonly session: Session;
  /** As the machine does. */
  readonly tell: (message: FromMachine) => void;
  /** The moments that the machine was asked for; undefined is its live end. */
  readonly sought: (number | undefined)[];
  /** Whatever else it was asked for. */
  readonly requests: unknown[];
}

/** @param steps what its log has, or how many lines of output. */
export function quietSession(scope: Scope, steps: readonly Step[] | number = []): QuietSession {
  const told: LinkEvents[] = [];
  const sought: (number | undefined)[] = [];
  const requests: unknown[] = [];
  const link: Link = {
    isUp: true,
    isSeeking: false,
    boot: () => undefined,
    client: () => undefined,
    request: (request) => void requests.push(request),
    seek: (step) => void sought.push(step),
    seekCompared: () => undefined,
  };
  const session = new Session({
    scope,
    drafts: new Drafts(() => NO_STORAGE),
    connect: (events) => {
      told.push(events);
      return link;
    },
    takesFailure: () => false,
  });
  const rows = typeof steps === 'number' ? linesOf(steps) : steps;
  if (rows.length > 0) session.log.append(rowsOf(rows));
  return { session, tell: (message) => told[0]?.onMessage(message), sought, requests };
}

const linesOf = (count: number): Step[] =>
  Array.from({ length: count }, (_, number) => ({
    ...{ number, kind: 'log', time: number, tid: 1, depth: 0, name: 'stderr', detail: '' },
  }));

/** Frames wait for the test, in which a session tells what has changed. Stubbed globals end with the test. */
export class HeldFrames {
  private readonly _waiting = new Map<number, (now: number) => void>();
  private _last = 0;

  constructor() {
    vi.stubGlobal('requestAnimationFrame', (work: (now: number) => void) => {
      this._last += 1;
      this._waiting.set(this._last, work);
      return this._last;
    });
    vi.stubGlobal('cancelAnimationFrame', (frame: number) => void this._waiting.delete(frame));
  }

  /** Draws one frame. */
  draw(now = 0): void {
    const works = [...this._waiting.values()];
    this._waiting.clear();
    for (const work of works) work(now);
  }

  /** Draws, until the session has told everything. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 4; turn += 1) {
      this.draw();
      await Promise.resolve();
    }
  }
}

/** Lets frames wait, for tests that draw none. */
export const holdFrames = (): HeldFrames => new HeldFrames();
