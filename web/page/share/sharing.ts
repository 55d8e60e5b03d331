/** Links out of the page and into it. What makes and reads them is loaded when there is one, or one is wanted. */
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import type { Release } from '../../kit/scope.ts';
import { forgetAddress, isLink } from './address.ts';
import { beginCopying } from './copying.ts';
import type { Copying } from './copying.ts';
import { KEPT_MOMENT } from '../../session/kept-name.ts';
import type { Shared } from '../../session/share-link.ts';
import type { Links } from './links.ts';
import type { LinkView } from '../../session/link-view.ts';
import type { ViewParts } from '../viewing.ts';
import { Notice } from './notice.ts';
import { Opening } from './opening.ts';
import type { SharingPort } from './sharing-port.ts';

export const loadLinks = lazily(() => import('./links.ts'));

/** How long after the first input the machine is kept: what keeps it is loaded once the answer is there. */
const FIRST_MS = 1_000;

function hasKept(): boolean {
  try {
    return sessionStorage.getItem(KEPT_MOMENT) !== null;
  } catch {
    return false;
  }
}

export class Sharing {
  readonly notice: Notice;
  /** What the author of a link says. */
  readonly words = document.createElement('div');
  readonly opening: Opening;
  private readonly _face: Face;
  private readonly _port: SharingPort;
  private _links: Promise<Links> | undefined;
  private _copying: Copying | undefined;

  constructor(face: Face, port: SharingPort) {
    this._face = face;
    this._port = port;
    this.notice = new Notice(face);
    this.words.hidden = true;
    this.opening = new Opening(face.scope, (message) => {
      this._tell(message);
      port.boot();
    });
    face.scope.listen(window, 'hashchange', () => {
      if (isLink(location.hash)) void this.openAddress();
    });
  }

  /** Opens what the address says. False when it says nothing, or cannot be opened now; then nothing was done. */
  async openAddress(): Promise<boolean> {
    const { hash } = location;
    const fault = this.opening.takeFault();
    if (fault !== undefined) this._tell(fault);
    if (!isLink(hash)) return false;
    const links = await this._load('opened');
    await links?.open(hash);
    return links !== undefined;
  }

  /** Keeps the machine for a reload of the tab, and offers the one that was kept, unless something else was opened. */
  stay(parts: ViewParts, mayOffer: boolean): void {
    const { scope } = this._face;
    const waiting = scope.child();
    const begin = (hasChanged: boolean): void => {
      waiting.end();
      this._face.late('share.stay.missing', loadLinks, ({ Staying }) => {
        const staying = new Staying(this._face, parts, this._port, this.notice);
        if (hasChanged) staying.keep();
        else staying.offer();
      });
    };
    let soon: Release | undefined;
    parts.session.on('changed', () => (soon ??= waiting.timeout(() => begin(true), FIRST_MS)), waiting);
    // Nothing has been done to another machine.
    parts.session.on(
      'reset',
      () => {
        soon?.();
        soon = undefined;
      },
      waiting,
    );
    if (mayOffer && hasKept()) begin(false);
  }

  /** The scenario of a link turned out to be none. */
  refused(message: string): void {
    this.opening.end();
    this._tell(message);
  }

  /** Another machine is here: the author of the link has not spoken of it. */
  left(): void {
    this.opening.end();
    this.words.hidden = true;
  }

  private _tell(message: string): void {
    this.words.hidden = true;
    this.notice.say(this._face.texts.say('share.refused', { reason: message }), 'bad');
    forgetAddress();
  }

  /** A link will be wanted at once: to be called while the press is handled. */
  prepare(): void {
    void this._copying?.give(undefined);
    this._copying = beginCopying();
    void this._load('made');
  }

  /** Makes a link, puts it into the address and onto the clipboard, and says so. */
  async share(shared: Shared, source: string | undefined, seen: ViewParts | undefined): Promise<void> {
    // After that, so that a first failure does not cost the link what it says was looked at.
    const links = await this._load('made');
    const view = seen && links && (await loadLinks()).viewOf(seen);
    const copying = this._copying;
    this._copying = undefined;
    if (copying !== undefined) await links?.share({ ...shared, view }, source, copying);
  }

  /** Looks again at what a link says was looked at. The machine of the link has replayed what it holds. */
  async restoreView(view: LinkView, seen: ViewParts): Promise<void> {
    const { restoreView } = await loadLinks();
    if (!this._face.scope.hasEnded) restoreView(view, seen);
  }

  /** What is needed for links; without it that is said, and the next time it is tried again. */
  private _load(what: 'opened' | 'made'): Promise<Links | undefined> {
    this._links ??= loadLinks().then(({ Links }) => new Links(this._face, this._port, this));
    return this._links.catch(() => {
      this._links = undefined;
      this.notice.say(this._face.texts.say(`share.missing.${what}`), 'bad');
      return undefined;
    });
  }
}
