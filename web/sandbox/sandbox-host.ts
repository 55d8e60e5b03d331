/**
 * One sandbox and the heartbeat that watches it, for as many machines as its tenants have there. It ends the worker
 * when it loops, floods the page or sends invalid messages; a tenant that is not to blame is told to start over in the
 * next one.
 */
import type { PackedMessage } from '../../src/host/packing.ts';
import type { ToMachine } from '../../src/host/protocol.ts';
import type { Scope } from '../kit/scope.ts';
import type { SandboxNotice } from './notices.ts';
import { checkPlayMessage } from './play-messages.ts';
import type { MessageChecker } from './play-messages.ts';
import { MESSAGES_PER_SECOND, Rate } from './rate.ts';
import { loadPart } from './parts.ts';
import { MACHINE_PARTS, PART_NAMES } from './program.ts';
import type { PartMessage, PartModules, PartName } from './program.ts';
import { Sandbox } from './sandbox.ts';
import { BEAT_MS, Watchdog } from './watchdog.ts';
// oxlint-disable-next-line import/default -- the text of the bundled program
import program from './worker.ts?source';

/**
 * Milliseconds without an answer until a worker with foreign code is ended: less than a second with the beat that
 * notices it, unless the computer is busy.
 */
const SILENCE_MS = 750;
/** What came with Glaswerk does not loop: the computer is busy. */
const OWN_SILENCE_MS = 2_000;
/** Replaying a long log takes a while. */
const SEEK_SILENCE_MS = 5_000;
/** How long a worker may take to load. */
const START_MS = 30_000;

export type Health = 'failed' | 'silent';

/** Who has a machine in the sandbox. */
export interface Tenant {
  /** The parts of the program that its machine needs. */
  readonly needs: readonly PartName[];
  /** Whether the worker may be silent for longer: it goes back in time for this tenant. */
  readonly isSeeking: boolean;
  /** Whether code that did not come with Glaswerk runs in its machine. */
  readonly isForeign: boolean;
  /** A valid message of its session. Returns what is wrong with it all the same, if something is. */
  receive(message: PackedMessage): string | undefined;
  /** Its machine is gone, and so is its session. */
  lost(health: Health, notice: SandboxNotice | undefined): void;
  /**
   * Its machine is gone, through no fault of its own: it can post again what makes it, under the number of its session.
   */
  startOver(): void;
}

export interface SandboxHostOptions {
  readonly scope: Scope;
  /** The address of the folder with `glaswerk-sandbox.html`. */
  readonly folder: string;
}

/** What a link needs of a sandbox. */
export type MachinePlace = Pick<SandboxHost, 'bring' | 'check' | 'end' | 'enter' | 'leave' | 'post'>;

export class SandboxHost {
  /** What messages there may be. Who has a machine here, and not only plays, knows more of them. */
  check: MessageChecker = checkPlayMessage;
  private readonly _options: SandboxHostOptions;
  private readonly _tenants = new Map<number, Tenant>();
  private readonly _watchdog = new Watchdog(performance.now());
  private _sandbox: Sandbox | undefined;
  private _session = 0;
  private _hasSpoken = false;
  /** The session whose app ran last. */
  private _entered: number | undefined;
  private _rate = new Rate();
  /** The parts that were posted to the worker. */
  private readonly _parts = new Set<PartName>();
  /** By session: messages that wait for a part. */
  private readonly _waiting = new Map<number, ToMachine[]>();

  constructor(options: SandboxHostOptions) {
    this._options = options;
    options.scope.interval(() => this._beat(), BEAT_MS);
    options.scope.onEnd(() => this.end());
  }

  /** Whether there is a worker, perhaps one that still starts. */
  get isUp(): boolean {
    return this._sandbox !== undefined;
  }

  get tenants(): number {
    return this._tenants.size;
  }

  /**
   * Starts the worker ahead of its first tenant, and brings it the parts that every machine of a face needs.
   * @param isWhole whether those are brought too that a machine may need later.
   */
  warm(isWhole: boolean): void {
    this._start();
    const sandbox = this._sandbox;
    const parts = isWhole ? MACHINE_PARTS : MACHINE_PARTS.slice(0, 2);
    Promise.all(parts.map((part) => loadPart[part]())).then(
      (parts) => sandbox !== undefined && sandbox === this._sandbox && this._postNew(parts),
      // A tenant tries again, and is told.
      () => undefined,
    );
  }

  /** Gives a tenant a session, and starts a worker if there is none. */
  enter(tenant: Tenant): number {
    this._session += 1;
    this._tenants.set(this._session, tenant);
    if (this._sandbox === undefined) this._start();
    this.bring(this._session);
    return this._session;
  }

  /** Brings the parts that a tenant needs to the worker; what it posts meanwhile waits for them. */
  bring(session: number): void {
    const sandbox = this._sandbox;
    const needs = this._tenants.get(session)?.needs ?? [];
    if (sandbox === undefined || needs.every((part) => this._parts.has(part))) return;
    this._waiting.set(session, this._waiting.get(session) ?? []);
    Promise.all(PART_NAMES.map((part) => (needs.includes(part) ? loadPart[part]() : Promise.resolve(undefined)))).then(
      (parts) => sandbox === this._sandbox && this._postParts(session, parts),
      () => sandbox === this._sandbox && this._lack(session),
    );
  }

  /** Ends a session, and its machine. */
  leave(session: number): void {
    if (this._tenants.delete(session)) this.post({ type: 'end', session });
    this._waiting.delete(session);
  }

  post(message: ToMachine): void {
    const waiting = this._waiting.get(message.session);
    if (waiting === undefined) this._sandbox?.post(message);
    else waiting.push(message);
  }

  /** Ends the worker with all that runs in it; the next tenant gets another one. */
  end(): void {
    this._sandbox?.end();
    this._sandbox = undefined;
    this._tenants.clear();
    this._waiting.clear();
  }

  /** Posts the parts that the worker does not have, in the order of their names. */
  private _postNew(parts: readonly (PartModules | undefined)[]): void {
    for (const [at, part] of PART_NAMES.entries()) {
      const modules = parts[at];
      if (modules === undefined || this._parts.has(part)) continue;
      this._parts.add(part);
      this._sandbox?.post({ part: modules } satisfies PartMessage);
    }
  }

  private _postParts(session: number, parts: readonly (PartModules | undefined)[]): void {
    this._postNew(parts);
    const waiting = this._waiting.get(session) ?? [];
    this._waiting.delete(session);
    for (const message of waiting) this.post(message);
  }

  /** A part could not be fetched. */
  private _lack(session: number): void {
    const tenant = this._tenants.get(session);
    this.leave(session);
    tenant?.lost('failed', { code: 'workerNotLoaded', values: {} });
  }

  private _start(): void {
    const { scope, folder } = this._options;
    if (scope.hasEnded) return;
    const sandbox = new Sandbox(program, folder, {
      onMessage: (data) => this._hear(sandbox, data),
      onEnd: (notice) => this._fail(sandbox, notice),
    });
    this._sandbox = sandbox;
    this._watchdog.heard();
    this._hasSpoken = false;
    this._entered = undefined;
    this._parts.clear();
    this._waiting.clear();
    this._rate = new Rate();
  }

  private _hear(sandbox: Sandbox, data: unknown): void {
    if (sandbox !== this._sandbox) return;
    this._watchdog.heard();
    this._hasSpoken = true;
    if (!this._rate.admit(performance.now())) {
      return this._fail(sandbox, { code: 'tooManyMessages', values: { limit: MESSAGES_PER_SECOND } });
    }
    const message = this.check(data);
    if (typeof message === 'string') return this._failMessage(sandbox, message);
    if (message.type === 'entered') this._entered = message.session;
    const wrong = this._tenants.get(message.session)?.receive(message);
    if (wrong !== undefined) this._failMessage(sandbox, `${message.type}: ${wrong}`);
  }

  private _failMessage(sandbox: Sandbox, problem: string): void {
    this._fail(sandbox, { code: 'messageInvalid', values: { problem } });
  }

  /** Only foreign code makes a worker fail that had started; who brought none starts over. */
  private _fail(sandbox: Sandbox, notice: SandboxNotice): void {
    if (sandbox !== this._sandbox) return;
    const blamed = this._hasSpoken ? this._foreign() : [];
    this._replace(blamed.length > 0 ? blamed : [...this._tenants.keys()], 'failed', notice);
  }

  private _beat(): void {
    this._watchdog.beat(performance.now(), document.visibilityState === 'hidden');
    const sandbox = this._sandbox;
    if (sandbox === undefined || this._tenants.size === 0) return this._watchdog.heard();
    // Someone has emptied the document: nobody is to blame.
    if (!sandbox.isConnected) return this._replace([], 'failed', undefined);
    if (this._watchdog.isSilentFor(this._patience)) this._endSilent();
    else this.post({ type: 'ping', session: 0 });
  }

  private get _patience(): number {
    if (!this._hasSpoken) return START_MS;
    if ([...this._tenants.values()].some(({ isSeeking }) => isSeeking)) return SEEK_SILENCE_MS;
    return this._foreign().length > 0 ? SILENCE_MS : OWN_SILENCE_MS;
  }

  private _endSilent(): void {
    const entered = this._entered;
    const looping = entered !== undefined && this._tenants.has(entered) ? [entered] : this._foreign();
    this._replace(looping.length > 0 ? looping : [...this._tenants.keys()], 'silent', undefined);
  }

  private _foreign(): number[] {
    return [...this._tenants].filter(([, { isForeign }]) => isForeign).map(([session]) => session);
  }

  /** Ends the worker. Who is to blame has lost its machine; the others get it again from the next worker. */
  private _replace(blamed: readonly number[], health: Health, notice: SandboxNotice | undefined): void {
    this._sandbox?.end();
    this._sandbox = undefined;
    const lost = blamed.flatMap((session) => this._tenants.get(session) ?? []);
    for (const session of blamed) this._tenants.delete(session);
    if (this._tenants.size > 0) this._start();
    for (const [session, tenant] of [...this._tenants]) {
      this.bring(session);
      tenant.startOver();
    }
    for (const tenant of lost) tenant.lost(health, notice);
  }
}
