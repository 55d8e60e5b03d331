/** Links out of the page and into it. What makes and reads them is loaded when there is one, or one is wanted. */
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import { forgetAddress, isLink } from './address.ts';
import { beginCopying } from './copying.ts';
import type { Copying } from './copying.ts';
import type { Shared } from '../../session/share-link.ts';
import type { Links, SharingPort } from './links.ts';
import { Notice } from './notice.ts';
import { Opening } from './opening.ts';

export const loadLinks = lazily(() => import('./links.ts'));

export class Sharing {
  readonly notice: Notice;
  readonly opening: Opening;
  private readonly _face: Face;
  private readonly _port: SharingPort;
  private _links: Promise<Links> | undefined;
  private _copying: Copying | undefined;

  constructor(face: Face, port: SharingPort) {
    this._face = face;
    this._port = port;
    this.notice = new Notice(face);
    this.opening = new Opening(face.scope, {
      giveUp: (message) => {
        this._tell(message);
        port.boot();
      },
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

  /** The scenario of a link turned out to be none. */
  refused(message: string): void {
    this.opening.end();
    this._tell(message);
  }

  private _tell(message: string): void {
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
  async share(shared: Shared, source: string | undefined): Promise<void> {
    const links = await this._load('made');
    const copying = this._copying;
    this._copying = undefined;
    if (copying !== undefined) await links?.share(shared, source, copying);
  }

  /** What is needed for links; without it that is said, and the next time it is tried again. */
  private _load(what: 'opened' | 'made'): Promise<Links | undefined> {
    this._links ??= loadLinks().then(({ Links }) => new Links(this._face, this._port, this.notice));
    return this._links.catch(() => {
      this._links = undefined;
      this.notice.say(this._face.texts.say(`share.missing.${what}`), 'bad');
      return undefined;
    });
  }
}
