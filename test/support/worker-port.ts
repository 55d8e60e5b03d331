/** A worker with a host of machines, as the links of a page reach it: without a browser. */
import { expect, vi } from 'vitest';
import type { WsgiApp } from '../../src/index.ts';
import type { LoadedApp } from '../../src/host/app-loading.ts';
import { MachineHost } from '../../src/host/host.ts';
import type { PackedMessage } from '../../src/host/packing.ts';
import type { ToMachine } from '../../src/host/protocol.ts';
import type { MachinePlace, Tenant } from '../../web/sandbox/sandbox-host.ts';
import { SharedHost } from './host-page.ts';

/** More than any test here needs. */
const MOST_TURNS = 50_000;

let frames: ((now: number) => void)[] = [];

/** A sandbox with a host as in its worker, behind a port: what the host posts is heard later. */
export class WorkerPort implements MachinePlace {
  check = (data: unknown): PackedMessage => data as PackedMessage;
  private readonly _perLook: number;
  private _clock: SharedHost['clock'];
  private _host: MachineHost;
  private _inbox: PackedMessage[] = [];
  private _loads: ((loaded: LoadedApp) => void)[] = [];
  private readonly _tenants = new Map<number, Tenant>();
  private _session = 0;

  private readonly _app: WsgiApp | undefined;
  private readonly _takeAbsent: () => string | undefined;

  /**
   * @param app what is loaded where code is given.
   * @param takeAbsent says when the host lacks something.
   */
  constructor(perLook: number, app?: WsgiApp, takeAbsent: () => string | undefined = () => undefined) {
    this._perLook = perLook;
    this._app = app;
    this._takeAbsent = takeAbsent;
    [this._clock, this._host] = this._start();
  }

  /** For each test: frames are drawn by `rest`. */
  static stubFrames(): void {
    frames = [];
    vi.stubGlobal('document', { visibilityState: 'visible' });
    vi.stubGlobal('requestAnimationFrame', (work: (now: number) => void) => frames.push(work));
    vi.stubGlobal('cancelAnimationFrame', (frame: number) => (frames[frame - 1] = () => undefined));
  }

  get sessions(): number {
    return this._tenants.size;
  }

  enter(tenant: Tenant): number {
    this._session += 1;
    this._tenants.set(this._session, tenant);
    return this._session;
  }

  /** All parts are there. */
  bring(): void {
    /* nothing to do */
  }

  end(): void {
    throw new Error('the worker ends only where it is replaced');
  }

  leave(session: number): void {
    this._tenants.delete(session);
    this.post({ type: 'end', session });
  }

  post(message: ToMachine): void {
    this._host.receive(structuredClone(message));
  }

  /** The worker is ended for another's fault. */
  replace(): void {
    [this._clock, this._host] = this._start();
    for (const tenant of this._tenants.values()) tenant.startOver();
  }

  /** Lets everything happen, except that apps are not loaded. */
  rest(): void {
    for (let turns = 0; turns < MOST_TURNS; turns += 1) {
      const message = this._inbox.shift();
      if (message !== undefined) expect(this._tenants.get(message.session)?.receive(message)).toBeUndefined();
      else if (frames.length > 0) frames.splice(0).forEach((work) => work(0));
      else if (!this._clock.pass()) return;
    }
    throw new Error(`it does not rest after ${MOST_TURNS} turns`);
  }

  /** Lets everything happen, and apps be loaded. */
  async settle(): Promise<void> {
    this.rest();
    for (const load of this._loads.splice(0)) load({ app: this._app as WsgiApp, address: 'blob:app' });
    await new Promise<void>((resolve) => void setImmediate(resolve));
    this.rest();
  }

  private _start(): [SharedHost['clock'], MachineHost] {
    this._inbox = [];
    this._loads = [];
    const { clock } = new SharedHost(this._perLook);
    const loadApp = (): Promise<LoadedApp> => new Promise((resolve) => void this._loads.push(resolve));
    const post = (message: PackedMessage): void => void this._inbox.push(structuredClone(message));
    return [clock, new MachineHost(post, { clock, loadApp, takeAbsent: this._takeAbsent })];
  }
}
