/**
 * The place where code runs that the page does not trust: a hidden frame of opaque origin, and in it a worker, behind a
 * content security policy that denies everything but that worker. Page and worker talk over one port of their own; the frame
 * only hands it over. The frame's first word carries a nonce that it got by its name.
 *
 * Ending it is removing the frame: that stops a worker that loops, where `terminate()` of a flooded one takes seconds.
 */
import type { SandboxNotice } from './notices.ts';
import page from './glaswerk-sandbox.html?raw';

/** How long the frame written into this page may take before the one in a file of its own is tried: the page's host may forbid the first. */
const PATIENCE_MS = 1_500;
/** How long the last kind of frame may take. */
const LAST_PATIENCE_MS = 20_000;

type Kind = 'srcdoc' | 'file';

export interface SandboxEvents {
  /** The worker says something. It may be anything. */
  onMessage(data: unknown): void;
  /** It has ended, or could not be started. */
  onEnd(notice: SandboxNotice): void;
}

/** What a frame says to the page. */
interface FrameWord {
  readonly glaswerk: unknown;
  readonly nonce: unknown;
  readonly reason: unknown;
}

export class Sandbox {
  private _frame: HTMLIFrameElement | undefined;
  private _port: MessagePort | undefined;
  private _kind: Kind = 'srcdoc';
  private _nonce = '';
  private _isReady = false;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  /** Said before the worker has spoken, to be said again if another frame is needed. */
  private _held: unknown[] | undefined = [];
  private _hasEnded = false;
  private readonly _program: Promise<string>;
  private readonly _events: SandboxEvents;
  private readonly _onWord = (event: MessageEvent<unknown>): void => this._hearFrame(event);

  /** @param program the worker: a classic script. */
  constructor(program: Promise<string>, events: SandboxEvents) {
    this._program = program;
    this._events = events;
    window.addEventListener('message', this._onWord);
    this._open('srcdoc');
  }

  post(message: unknown): void {
    this._held?.push(message);
    this._port?.postMessage(message);
  }

  /** Ends whatever runs in it, at once. */
  end(): void {
    this._hasEnded = true;
    window.removeEventListener('message', this._onWord);
    this._drop();
  }

  private _open(kind: Kind): void {
    this._kind = kind;
    this._isReady = false;
    this._nonce = crypto.getRandomValues(new Uint32Array(4)).join('-');
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.name = this._nonce;
    frame.title = 'Glaswerk sandbox';
    frame.hidden = true;
    frame.referrerPolicy = 'no-referrer';
    if (kind === 'srcdoc') frame.srcdoc = page;
    else frame.src = new URL('glaswerk-sandbox.html', document.baseURI).href;
    let loads = 0;
    frame.addEventListener('load', () => {
      loads += 1;
      // Nothing in there has a reason to go elsewhere.
      if (loads > 1 && frame === this._frame) this._die({ code: 'sandboxNavigated', values: {} });
    });
    this._frame = frame;
    document.body.append(frame);
    this._timer = setTimeout(
      () => this._fall({ code: 'sandboxNotStarted', values: {} }),
      kind === 'srcdoc' ? PATIENCE_MS : LAST_PATIENCE_MS,
    );
  }

  private _hearFrame({ data, source }: MessageEvent<unknown>): void {
    if (this._frame === undefined || source !== this._frame.contentWindow) return;
    if (typeof data !== 'object' || data === null || !('glaswerk' in data)) return;
    const { glaswerk, nonce, reason } = data as FrameWord;
    if (nonce !== this._nonce) return;
    if (glaswerk === 'ready' && !this._isReady) {
      this._isReady = true;
      clearTimeout(this._timer);
      this._program.then(
        (program) => this._start(source as Window, program),
        () => this._die({ code: 'workerNotLoaded', values: {} }),
      );
    } else if (glaswerk === 'error') {
      const notice = { code: 'workerFailed', values: { message: String(reason).slice(0, 500) } } as const;
      if (this._held === undefined) this._die(notice);
      else this._fall(notice);
    }
  }

  private _start(frame: Window, program: string): void {
    if (this._frame?.contentWindow !== frame) return;
    const { port1, port2 } = new MessageChannel();
    this._port = port1;
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (this._port !== port1) return;
      this._held = undefined;
      this._events.onMessage(data);
    });
    port1.addEventListener('messageerror', () => this._die({ code: 'messageUnreadable', values: {} }));
    port1.start();
    // An opaque origin cannot be named; the frame is known by its window, and what goes there is no secret.
    frame.postMessage({ glaswerk: 'start', nonce: this._nonce, program }, '*', [port2]);
    for (const message of this._held ?? []) port1.postMessage(message);
  }

  /** This kind of frame does not work here: tries the next one. */
  private _fall(notice: SandboxNotice): void {
    if (this._kind === 'file') return this._die(notice);
    this._drop();
    this._open('file');
  }

  private _die(notice: SandboxNotice): void {
    if (this._hasEnded) return;
    this.end();
    this._events.onEnd(notice);
  }

  private _drop(): void {
    clearTimeout(this._timer);
    this._port?.close();
    this._port = undefined;
    this._frame?.remove();
    this._frame = undefined;
  }
}
