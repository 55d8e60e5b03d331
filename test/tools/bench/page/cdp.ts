/** A second wire to a tab and to the worker of its machine: heaps and profiles, which Playwright has no words for. */
import type { CDPSession, Page } from '@playwright/test';

/** What a heap holds, in bytes: objects, and array buffers beside them. */
export interface Heap {
  readonly objects: number;
  readonly buffers: number;
}

/** Says a word of the protocol to one realm. */
export interface Realm {
  send(method: string, params?: object): Promise<unknown>;
}

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Attached & Received;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Attached {
  readonly sessionId: string;
  readonly targetInfo: { readonly type: string };
}

interface Received {
  readonly sessionId: string;
  readonly message: string;
}

/** A realm below another one, reached by messages inside messages. */
class Below implements Realm {
  private _last = 0;
  private readonly _waiting = new Map<number, (reply: Reply) => void>();
  private readonly _parent: Realm;
  private readonly _session: string;
  private readonly _onAttached: (realm: Realm, attached: Attached) => Below;
  private readonly _children = new Map<string, Below>();

  constructor(parent: Realm, session: string, onAttached: (realm: Realm, attached: Attached) => Below) {
    this._parent = parent;
    this._session = session;
    this._onAttached = onAttached;
  }

  async send(method: string, params: object = {}): Promise<unknown> {
    const id = (this._last += 1);
    const reply = new Promise<Reply>((resolve) => void this._waiting.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await this._parent.send('Target.sendMessageToTarget', { sessionId: this._session, message });
    const { result, error } = await reply;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  hear(text: string): void {
    const reply = JSON.parse(text) as Reply;
    if (reply.id !== undefined) this._waiting.get(reply.id)?.(reply);
    const { method, params } = reply;
    if (params === undefined) return;
    if (method === 'Target.attachedToTarget') this._children.set(params.sessionId, this._onAttached(this, params));
    if (method === 'Target.receivedMessageFromTarget') this._children.get(params.sessionId)?.hear(params.message);
  }
}

const ATTACH = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };

/** The realms of a tab: its page, and the newest worker, which lives below a frame. */
export class Realms {
  readonly page: Realm;
  private _worker: Realm | undefined;

  private constructor(session: CDPSession) {
    this.page = { send: (method, params = {}) => session.send(method as 'Target.setAutoAttach', params as never) };
    const children = new Map<string, Below>();
    const attach = (parent: Realm, { sessionId, targetInfo }: Attached): Below => {
      const realm = new Below(parent, sessionId, attach);
      if (targetInfo.type === 'worker') this._worker = realm;
      else void realm.send('Target.setAutoAttach', ATTACH);
      return realm;
    };
    session.on('Target.attachedToTarget', (attached) => {
      children.set(attached.sessionId, attach(this.page, attached));
    });
    session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => children.get(sessionId)?.hear(message));
  }

  static async of(page: Page): Promise<Realms> {
    const realms = new Realms(await page.context().newCDPSession(page));
    await realms.page.send('Target.setAutoAttach', ATTACH);
    return realms;
  }

  get worker(): Realm {
    if (this._worker === undefined) throw new Error('the page has started no worker');
    return this._worker;
  }
}

/** What a realm's heap holds when everything that nobody needs is gone. */
export async function heapOf(realm: Realm): Promise<Heap> {
  await realm.send('HeapProfiler.collectGarbage');
  await realm.send('HeapProfiler.collectGarbage');
  const usage = (await realm.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  return { objects: usage.usedSize, buffers: usage.backingStorageSize ?? 0 };
}
