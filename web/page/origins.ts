/** Where something came from and where it goes, on the page: what shows it is loaded when it is first asked. */
import type { OriginSubject } from '../../src/explain/origin/link.ts';
import type { Face } from '../kit/face.ts';
import { loadOrigins } from '../parts/origins/index.ts';
import type { OriginsPart, Over } from '../parts/origins/index.ts';
import type { Session } from '../session/session.ts';

export class PageOrigins {
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _place: HTMLElement;
  private readonly _reveal: (over: Over) => void;
  private _part: Promise<OriginsPart> | undefined;

  /** @param place the panes: one of them is covered. @param reveal called when something is to be seen in its place. */
  constructor(face: Face, session: Session, place: HTMLElement, reveal: (over: Over) => void) {
    this._face = face;
    this._session = session;
    this._place = place;
    this._reveal = reveal;
    session.asks = (subject, over = 'clients') => void this._ask(subject, over);
  }

  close(): void {
    void this._part?.then(
      (part) => part.close(),
      () => undefined,
    );
  }

  private async _ask(subject: OriginSubject, over: Over): Promise<void> {
    const part = await this._load();
    // In the server's place something is asked by a client, who goes on typing.
    if (this._face.scope.hasEnded || part === undefined) return;
    this._reveal(over);
    part.ask(subject, over, over === 'clients');
  }

  /** What cannot be loaded is said, and tried again when it is wanted the next time. */
  private async _load(): Promise<OriginsPart | undefined> {
    this._part ??= loadOrigins().then(({ OriginsPart }) => {
      const part = new OriginsPart(this._face.child(), this._session);
      this._place.append(part.element);
      return part;
    });
    try {
      return await this._part;
    } catch {
      this._part = undefined;
      this._session.events.emit('rejected', this._face.texts.say('origins.missing'));
      return undefined;
    }
  }
}
