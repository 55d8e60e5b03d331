/** Links out of the page and into it. What makes and reads them is loaded when there is one, or one is wanted. */
import { forgetAddress, isLink } from './address.ts';
import type { Shared } from './link.ts';
import type { Links, SharingPort } from './links.ts';
import { Notice } from './notice.ts';

export class Sharing {
  readonly notice = new Notice();
  private readonly _port: SharingPort;
  private _links: Promise<Links> | undefined;

  constructor(port: SharingPort) {
    this._port = port;
    addEventListener('hashchange', () => {
      if (isLink(location.hash)) void this.openAddress();
    });
  }

  /** Opens what the address says. False when it says nothing, or can not be opened now; then nothing was done. */
  async openAddress(): Promise<boolean> {
    const { hash } = location;
    if (!isLink(hash)) return false;
    const links = await this._load('opened');
    await links?.open(hash);
    return links !== undefined;
  }

  /** The scenario of a link turned out to be none. */
  refused(message: string): void {
    this.notice.say(`The link can not be opened: ${message}. Here is a fresh machine instead.`, 'bad');
    forgetAddress();
  }

  /** A link will be wanted at once. */
  prepare(): void {
    void this._load('made');
  }

  /** Makes a link, puts it into the address and onto the clipboard, and says so. */
  async share(shared: Shared, source: string | undefined): Promise<void> {
    const links = await this._load('made');
    await links?.share(shared, source);
  }

  /** What is needed for links; without it that is said, and the next time it is tried again. */
  private _load(what: 'opened' | 'made'): Promise<Links | undefined> {
    this._links ??= import('./links.ts').then(({ Links }) => new Links(this._port, this.notice));
    return this._links.catch(() => {
      this._links = undefined;
      this.notice.say(`The link can not be ${what}: a part of the page could not be loaded.`, 'bad');
      return undefined;
    });
  }
}
