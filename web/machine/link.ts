/** The page's end of the wire to the worker: starts it, talks to it, notices when it dies or stops answering. */
import type { BootOptions, ClientAction, FromMachine, ToMachine } from '../protocol.ts';

/** Milliseconds between two heartbeats, and without an answer until the worker counts as silent. */
const BEAT_MS = 1_000;
const SILENCE_MS = 3_000;
/** How long a worker may take to be loaded. */
const START_MS = 20_000;

export interface LinkEvents {
  onMessage(message: FromMachine): void;
  /** The worker died, or it answers again after a silence (`undefined`). */
  onHealth(health: 'failed' | 'silent' | 'running', message: string): void;
}

export class MachineLink {
  private _worker: Worker | undefined;
  private _session = 0;
  private _lastHeard = 0;
  private _isSilent = false;
  private _hasSpoken = false;
  private _seekWanted: number | undefined;
  private _isSeeking = false;
  private readonly _events: LinkEvents;

  constructor(events: LinkEvents) {
    this._events = events;
    setInterval(() => this._beat(), BEAT_MS);
  }

  /** Boots a new machine. Whatever the old one still says is not listened to. */
  boot(options: BootOptions): void {
    this._session += 1;
    this._isSeeking = false;
    this._seekWanted = undefined;
    if (this._worker === undefined || this._isSilent) this._startWorker();
    this._post({ type: 'boot', session: this._session, options });
  }

  client(client: number, action: ClientAction): void {
    this._post({ type: 'client', session: this._session, client, action });
  }

  /** Asks for the machine at a step. While one answer is awaited only the newest wish is kept. */
  seek(step: number): void {
    this._seekWanted = step;
    this._seekNext();
  }

  private _seekNext(): void {
    if (this._isSeeking || this._seekWanted === undefined) return;
    this._isSeeking = true;
    this._post({ type: 'seek', session: this._session, step: this._seekWanted });
    this._seekWanted = undefined;
  }

  private _startWorker(): void {
    this._worker?.terminate();
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'glaswerk-machine' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromMachine>) => this._hear(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this._die(worker, event.message || 'the worker could not be started');
    });
    worker.addEventListener('messageerror', () => this._die(worker, 'a message could not be read'));
    this._worker = worker;
    this._lastHeard = performance.now();
    this._isSilent = false;
    this._hasSpoken = false;
  }

  private _die(worker: Worker, message: string): void {
    if (worker !== this._worker) return;
    worker.terminate();
    this._worker = undefined;
    this._events.onHealth('failed', message);
  }

  private _hear(message: FromMachine): void {
    this._lastHeard = performance.now();
    this._hasSpoken = true;
    if (message.session !== this._session) return;
    if (this._isSilent) {
      this._isSilent = false;
      this._events.onHealth('running', '');
    }
    if (message.type === 'snapshot') {
      this._isSeeking = false;
      this._seekNext();
    }
    if (message.type !== 'pong') this._events.onMessage(message);
  }

  private _beat(): void {
    if (this._worker === undefined) return;
    const now = performance.now();
    // Only time awake counts: a page that is out of sight has not listened.
    if (document.visibilityState === 'hidden') {
      this._lastHeard = now;
      return;
    }
    const patience = this._hasSpoken ? SILENCE_MS : START_MS;
    const isSilent = now - this._lastHeard > patience;
    if (isSilent && !this._isSilent) {
      this._isSilent = true;
      this._events.onHealth('silent', '');
    }
    this._post({ type: 'ping', session: this._session });
  }

  private _post(message: ToMachine): void {
    this._worker?.postMessage(message);
  }
}
