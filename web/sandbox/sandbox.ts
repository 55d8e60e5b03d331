/**
 * Runs code that the page does not trust: in a worker inside a hidden frame of opaque origin, under a content
 * security policy that denies everything but that worker. Page and worker talk over a port; the frame only hands it
 * over. The first message of the frame carries a nonce that it got as its name.
 *
 * To end the sandbox, remove the frame: that stops a worker that loops. `terminate()` of a worker that floods takes
 * seconds.
 */
import type { SandboxNotice } from './notices.ts';
import page from './glaswerk-sandbox.html?raw';

/** How long the inline frame may take before the one in a file is tried: the host of the page may forbid the first. */
const PATIENCE_MS = 1_500;
/** How long the frame in a file may take. */
const LAST_PATIENCE_MS = 20_000;
/** How long each may be silent once it has loaded: its script runs before that, unless a policy forbids it. */
const SILENCE_MS = { srcdoc: 500, file: 5_000 } as const;

const FILE = 'glaswerk-sandbox.html';
/** What a policy that holds in the frame has to allow. */
const SCRIPT_DIRECTIVES = `script-src ${/'sha256-[^']+'/.exec(page)?.[0] ?? ''} blob:; worker-src blob:`;

type Kind = 'srcdoc' | 'file';

export interface SandboxEvents {
  /** The worker has sent a message, which may be anything. */
  onMessage(data: unknown): void;
  /** It has ended, or could not be started. */
  onEnd(notice: SandboxNotice): void;
}

/** A message of the frame to the page. */
interface FrameMessage {
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
  /** Messages until the worker's first answer, to be sent again if another frame is needed. */
  private _unanswered: unknown[] | undefined = [];
  private _hasEnded = false;
  private readonly _program: string;
  private readonly _folder: string;
  private readonly _events: SandboxEvents;
  private readonly _onViolation = (event: SecurityPolicyViolationEvent): void => this._violated(event);
  private readonly _onFrameMessage = (event: MessageEvent<unknown>): void => this._receiveFromFrame(event);

  /**
   * @param program the worker: a classic script.
   * @param folder the address of the folder with `glaswerk-sandbox.html`.
   */
  constructor(program: string, folder: string, events: SandboxEvents) {
    this._program = program;
    this._folder = folder;
    this._events = events;
    window.addEventListener('message', this._onFrameMessage);
    document.addEventListener('securitypolicyviolation', this._onViolation);
    this._open('srcdoc');
  }

  /** False once its frame was taken out of the document, by other code than ours. */
  get isConnected(): boolean {
    return this._frame?.isConnected === true;
  }

  post(message: unknown): void {
    this._unanswered?.push(message);
    this._port?.postMessage(message);
  }

  /** Ends whatever runs in the sandbox, at once. */
  end(): void {
    this._hasEnded = true;
    window.removeEventListener('message', this._onFrameMessage);
    document.removeEventListener('securitypolicyviolation', this._onViolation);
    this._remove();
  }

  private _open(kind: Kind): void {
    this._kind = kind;
    this._isReady = false;
    this._nonce = crypto.getRandomValues(new Uint32Array(4)).join('-');
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.name = this._nonce;
    frame.title = 'Glaswerk';
    frame.hidden = true;
    // The style sheets of sites say `iframe { display: block }`, which would show what is hidden by attribute alone.
    frame.style.setProperty('display', 'none', 'important');
    frame.referrerPolicy = 'no-referrer';
    if (kind === 'file') frame.src = new URL(FILE, this._folder).href;
    else if (!setSrcdoc(frame)) return this._open('file');
    let loads = 0;
    frame.addEventListener('load', () => {
      loads += 1;
      if (loads === 1 && frame === this._frame && !this._isReady) this._expectSoon();
      // The frame has no reason to load anything else.
      if (loads > 1 && frame === this._frame) this._fail({ code: 'sandboxNavigated', values: {} });
    });
    this._frame = frame;
    document.body.append(frame);
    this._timer = setTimeout(
      () => this._tryNext({ code: 'sandboxNotStarted', values: {} }),
      kind === 'srcdoc' ? PATIENCE_MS : LAST_PATIENCE_MS,
    );
  }

  /** The frame has loaded: it says so at once, or its script was not run. */
  private _expectSoon(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._tryNext(forbidden(SCRIPT_DIRECTIVES)), SILENCE_MS[this._kind]);
  }

  /** The policy of the page has forbidden something: perhaps the frame in a file, which then cannot come. */
  private _violated({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void {
    const { origin } = new URL(this._folder);
    if (this._kind !== 'file' || effectiveDirective !== 'frame-src' || !blockedURI.startsWith(origin)) return;
    this._fail(forbidden(`frame-src ${origin}`));
  }

  private _receiveFromFrame({ data, source }: MessageEvent<unknown>): void {
    if (this._frame === undefined || source !== this._frame.contentWindow) return;
    if (typeof data !== 'object' || data === null || !('glaswerk' in data)) return;
    const { glaswerk, nonce, reason } = data as FrameMessage;
    if (nonce !== this._nonce) return;
    if (glaswerk === 'ready' && !this._isReady) {
      this._isReady = true;
      clearTimeout(this._timer);
      this._start(source as Window);
    } else if (glaswerk === 'error') {
      const notice = { code: 'workerFailed', values: { message: String(reason).slice(0, 500) } } as const;
      if (this._unanswered === undefined) this._fail(notice);
      else this._tryNext(notice);
    }
  }

  private _start(frame: Window): void {
    if (this._frame?.contentWindow !== frame) return;
    const { port1, port2 } = new MessageChannel();
    this._port = port1;
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (this._port !== port1) return;
      this._unanswered = undefined;
      this._events.onMessage(data);
    });
    port1.addEventListener('messageerror', () => this._fail({ code: 'messageUnreadable', values: {} }));
    port1.start();
    // An opaque origin has no name to post to. The window identifies the frame, and the message is no secret.
    frame.postMessage({ glaswerk: 'start', nonce: this._nonce, program: this._program }, '*', [port2]);
    for (const message of this._unanswered ?? []) port1.postMessage(message);
  }

  /** This kind of frame does not work here: tries the next kind. */
  private _tryNext(notice: SandboxNotice): void {
    if (this._kind === 'file') return this._fail(notice);
    this._remove();
    this._open('file');
  }

  private _fail(notice: SandboxNotice): void {
    if (this._hasEnded) return;
    this.end();
    this._events.onEnd(notice);
  }

  private _remove(): void {
    clearTimeout(this._timer);
    this._port?.close();
    this._port = undefined;
    this._frame?.remove();
    this._frame = undefined;
  }
}

const forbidden = (directive: string): SandboxNotice => ({ code: 'sandboxForbidden', values: { directive } });

/** False where a policy asks for trusted types, which no text is. */
function setSrcdoc(frame: HTMLIFrameElement): boolean {
  try {
    frame.srcdoc = page;
    return true;
  } catch {
    return false;
  }
}
