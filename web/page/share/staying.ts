/**
 * After a reload the machine is offered where it was. What makes it again is kept after each input, in the storage of
 * the tab; the moment and what is looked at are added when the page goes.
 */
import type { Face } from '../../kit/face.ts';
import type { Release } from '../../kit/scope.ts';
import { KeptMoments, sharedIn } from '../../session/kept-moment.ts';
import type { KeptMoment, Moment } from '../../session/kept-moment.ts';
import { bootOptionsOf } from '../../session/scenario-options.ts';
import { LinkError } from '../../session/link-check.ts';
import { noticeText } from '../../session/notices.ts';
import type { Session } from '../../session/session.ts';
import { encodeLink, sourceOf } from '../../session/share-link.ts';
import type { Shared } from '../../session/share-link.ts';
import { withSource } from '../../session/shared.ts';
import { viewOf } from '../viewing.ts';
import type { ViewParts } from '../viewing.ts';
import { isLink } from './address.ts';
import { askForConsent } from './consent.ts';
import type { SharingPort } from './sharing-port.ts';
import type { Notice } from './notice.ts';

/** How long after an input the machine is kept. */
const REST_MS = 300;

export class Staying {
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _parts: ViewParts;
  private readonly _port: SharingPort;
  private readonly _notice: Notice;
  private readonly _kept = new KeptMoments(() => sessionStorage);
  /** The machine as it was last kept; undefined while there is nothing to be kept of it. */
  private _link: string | undefined;
  private _waiting: Release | undefined;
  /** Numbers what is written: to pack it takes a while, and only the newest counts. */
  private _turn = 0;
  /** Takes back what is offered. */
  private _offer: Release | undefined;

  constructor(face: Face, parts: ViewParts, port: SharingPort, notice: Notice) {
    this._face = face;
    this._session = parts.session;
    this._parts = parts;
    this._port = port;
    this._notice = notice;
    const { scope } = face;
    this._session.on('changed', () => this._changed(), scope);
    this._session.on('history', () => this.keep(), scope);
    this._session.on('reset', () => this._leave(), scope);
    this._session.on('exported', ({ shared, source }) => void this._keep(shared, source), scope);
    scope.listen(window, 'pagehide', () => this._write());
    scope.listen(document, 'visibilitychange', () => document.hidden && this._write());
  }

  /** Offers what was kept before the page was loaded. */
  offer(): void {
    // What went wrong while the page was opened must be read first.
    if (this._notice.isShown) return;
    const kept = this._kept.read();
    if (kept === undefined) return this._kept.forget();
    const { texts } = this._face;
    const at = { step: kept.cursor ?? kept.length, length: kept.length, count: kept.clients };
    this._offer = this._notice.say(texts.say('share.stay', at), 'good', {
      resume: () => void this._resume(kept),
      refuse: () => this._kept.forget(),
    });
  }

  /** Keeps the machine, soon. */
  keep(): void {
    this._waiting ??= this._face.scope.timeout(() => {
      this._waiting = undefined;
      // A link in the address, or a lesson, brings its own machine.
      if (location.hash === '') this._session.keep();
    }, REST_MS);
  }

  /** The reader has done something: there is no way back from here. */
  private _changed(): void {
    this._offer?.();
    this._offer = undefined;
    this.keep();
  }

  /** Another machine is here: nothing has been done to it. */
  private _leave(): void {
    this._turn += 1;
    this._waiting?.();
    this._waiting = undefined;
    if (this._link !== undefined) this._kept.forget();
    this._link = undefined;
  }

  private async _keep(shared: Shared, source: string | undefined): Promise<void> {
    const turn = (this._turn += 1);
    try {
      const link = await encodeLink({ ...shared, scenario: withSource(shared.scenario, source) });
      if (turn !== this._turn || this._face.scope.hasEnded || isLink(location.hash)) return;
      this._link = link;
      this._write();
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      this._leave();
    }
  }

  private _write(): void {
    if (this._link !== undefined) this._kept.write({ link: this._link, ...this._moment });
  }

  private get _moment(): Moment {
    const { cursor, length } = this._session.state;
    return { cursor, length, clients: this._parts.clients.clients.all.length, view: viewOf(this._parts) };
  }

  /** Goes on where the reader was. Code that is not the reader's own is asked about, as that of a link is. */
  private async _resume(kept: KeptMoment): Promise<void> {
    const { texts, scope } = this._face;
    this._offer = undefined;
    this._notice.hide();
    try {
      const { app, scenario, ...moment } = await sharedIn(kept);
      const source = sourceOf({ app, scenario, ...moment });
      const isOwn = source !== undefined && source === this._session.drafts.read(app);
      if (source !== undefined && !isOwn && !(await askForConsent(this._face, source, scope.signal))) return;
      if (scope.hasEnded) return;
      this._port.open({ app, source, ...bootOptionsOf(scenario) }, { scenario, ...moment, isOwn, isExample: true });
    } catch (error) {
      this._kept.forget();
      const reason = error instanceof LinkError ? noticeText(texts, error.notice) : String(error);
      this._notice.say(texts.say('share.stay.failed', { reason }), 'bad');
    }
  }
}
