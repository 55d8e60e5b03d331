/**
 * Links as they are made and opened. Only for a chunk that is loaded when an address brings one, or when Share is
 * pressed.
 */
import { noticeText } from '../../session/notices.ts';
import type { Face } from '../../kit/face.ts';
import type { BootOptions } from '../../../src/host/protocol.ts';
import type { Opened } from '../../session/boot-options.ts';
import { forgetAddress } from './address.ts';
import { askForConsent } from './consent.ts';
import { showEmbedDialog } from './embed-dialog.ts';
import { withSource } from '../../session/shared.ts';
import type { Shared } from '../../session/share-link.ts';
import { COMFORTABLE_CHARACTERS, decodeLink, encodeLink, sourceOf } from '../../session/share-link.ts';
import { LinkError, bootOptionsOf } from '../../session/link-check.ts';
import type { Notice } from './notice.ts';
import type { Copying } from './copying.ts';

interface ToCopy {
  readonly copying: Copying;
  /** Shows what to paste into a docs page. */
  readonly embed: () => void;
  /** Whether the machine of the link is paused. */
  readonly isPaused: boolean;
}

/** What sharing needs of the page. */
export interface SharingPort {
  /** Boots the first machine. */
  boot(): void;
  /** Boots a machine that first replays a scenario, and then pauses, and shows the step, as the link says. */
  open(change: Partial<BootOptions>, opened: Opened): void;
}

export class Links {
  private readonly _face: Face;
  private readonly _port: SharingPort;
  private readonly _notice: Notice;
  /** The newest link to be opened: asking takes a while. */
  private _request = 0;
  /** Ends the question that is open. */
  private _asking: AbortController | undefined;

  constructor(face: Face, port: SharingPort, notice: Notice) {
    this._face = face;
    this._port = port;
    this._notice = notice;
  }

  /** Opens what a link brings. */
  async open(hash: string): Promise<void> {
    const request = (this._request += 1);
    this._asking?.abort();
    const asking = (this._asking = new AbortController());
    try {
      const shared = await decodeLink(hash);
      const source = sourceOf(shared);
      const mayRun = source === undefined || (await askForConsent(this._face, source, asking.signal));
      if (request !== this._request) return;
      if (mayRun) this._open(shared, source);
      else this._openDefault();
    } catch (error) {
      if (request !== this._request) return;
      const { texts } = this._face;
      const text =
        error instanceof LinkError
          ? texts.say('share.refused.whole', { reason: noticeText(texts, error.notice) })
          : texts.say('share.refused', { reason: String(error) });
      this._notice.say(text, 'bad');
      this._openDefault();
    }
  }

  /** Makes a link, puts it into the address and onto the clipboard, and says so. */
  async share(shared: Shared, source: string | undefined, copying: Copying): Promise<void> {
    const whole = { ...shared, scenario: withSource(shared.scenario, source) };
    try {
      const hash = await encodeLink(whole);
      history.replaceState(null, '', hash);
      const embed = (): void => showEmbedDialog(this._face, whole, hash);
      await this._copy(location.href, hash.length, { copying, embed, isPaused: shared.held !== undefined });
    } catch (error) {
      // Nothing is copied.
      void copying.give(undefined).catch(() => undefined);
      if (!(error instanceof LinkError)) throw error;
      this._notice.say(noticeText(this._face.texts, error.notice), 'bad');
    }
  }

  private async _copy(link: string, characters: number, { copying, embed, isPaused }: ToCopy): Promise<void> {
    const { texts } = this._face;
    const isLong = characters > COMFORTABLE_CHARACTERS;
    const size = texts.say(isLong ? 'share.size.long' : 'share.size', { count: characters });
    try {
      // Not every browser can copy a text that is still to come.
      await copying.give(link).catch(() => navigator.clipboard.writeText(link));
      this._notice.say(texts.say(isPaused ? 'share.copied.paused' : 'share.copied.size', { size }), 'good', { embed });
    } catch {
      this._notice.say(texts.say('share.closed', { size }), 'good', { link, embed });
    }
  }

  private _open({ app, scenario, ...moment }: Shared, source: string | undefined): void {
    this._port.open({ app, source, ...bootOptionsOf(scenario) }, { scenario, ...moment });
  }

  private _openDefault(): void {
    forgetAddress();
    this._port.boot();
  }
}
