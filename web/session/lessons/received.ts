/** What the clients of a machine have received, as texts in which each character is a byte. */
import { LESSON_LIMITS } from '../../../src/lessons/lesson-limits.ts';
import type { Scope } from '../../kit/scope.ts';
import type { Session } from '../session.ts';

export class Received {
  private _texts: string[] = [];

  /** @param changed told when there is more, or another machine. */
  constructor(session: Pick<Session, 'on'>, scope: Scope, changed: () => void = () => undefined) {
    session.on('reset', () => this._set([], changed), scope);
    session.on(
      'history',
      ({ entries }) => {
        this._texts = [];
        for (const { client, did, bytes } of entries) this._add(client, did === 'receive' ? bytes : NOTHING);
        changed();
      },
      scope,
    );
    session.on(
      'reports',
      (reports) => {
        for (const { client, bytes } of reports) this._add(client, bytes);
        if (reports.length > 0) changed();
      },
      scope,
    );
  }

  /** By the number of the connection; empty for one that has received nothing. */
  get texts(): readonly string[] {
    return this._texts;
  }

  private _set(texts: string[], changed: () => void): void {
    this._texts = texts;
    changed();
  }

  private _add(client: number, bytes: Uint8Array): void {
    if (client >= LESSON_LIMITS.clients) return;
    while (this._texts.length <= client) this._texts.push('');
    const before = this._texts[client] ?? '';
    const room = LESSON_LIMITS.received - before.length;
    this._texts[client] = before + latin1(bytes.subarray(0, Math.max(0, room)));
  }
}

const NOTHING = new Uint8Array();

/** In pieces: a call takes only so many arguments. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4_096) text += String.fromCharCode(...bytes.subarray(at, at + 4_096));
  return text;
}
