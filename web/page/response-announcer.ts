/** Tells a screen reader the status line of each answer, once it has come. */
import type { Face } from '../kit/face.ts';
import type { Session } from '../session/session.ts';

/** How many bytes of an answer can be its status line. */
const LONGEST = 400;

export class ResponseAnnouncer {
  readonly element = document.createElement('div');
  /** Start of an answer that is not yet told, by connection. */
  private readonly _heard = new Map<number, string>();

  private readonly _face: Face;

  constructor(face: Face, session: Session) {
    const { scope } = face;
    this._face = face;
    this.element.id = 'announcer';
    this.element.className = 'sr';
    this.element.setAttribute('role', 'status');
    this.element.setAttribute('aria-live', 'polite');
    session.on('reset', () => this._heard.clear(), scope);
    session.on('history', () => this._heard.clear(), scope);
    session.on(
      'reports',
      (reports) => {
        for (const { client, bytes } of reports) this._hear(client, bytes);
      },
      scope,
    );
  }

  private _hear(client: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const text = (this._heard.get(client) ?? '') + String.fromCharCode(...bytes.subarray(0, LONGEST));
    const status = /^HTTP\/[\d.]+ (\d{3} [^\r\n]*)\r?\n/.exec(text)?.[1];
    if (status !== undefined) this.element.textContent = this._face.texts.say('page.response', { status });
    this._heard.set(client, status === undefined ? text.slice(0, LONGEST) : '\n');
  }
}
