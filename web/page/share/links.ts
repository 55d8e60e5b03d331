/**
 * Links as they are made and opened. Only for a chunk that is loaded when an address brings one, or when Share is
 * pressed.
 */
import { noticeText } from '../../session/notices.ts';
import type { Face } from '../../kit/face.ts';
import { forgetAddress } from './address.ts';
import { askForConsent } from './consent.ts';
import { showEmbedDialog } from './embed-dialog.ts';
import { withSource } from '../../session/shared.ts';
import type { Shared } from '../../session/share-link.ts';
import { COMFORTABLE_CHARACTERS, decodeLink, encodeLink, sourceOf } from '../../session/share-link.ts';
import { bootOptionsOf } from '../../session/scenario-options.ts';
import { LinkError } from '../../session/link-check.ts';
import type { Notice } from './notice.ts';
import type { SharingPort } from './sharing-port.ts';
import type { Copying } from './copying.ts';
import { beginCopying } from './copying.ts';
import { askForWords, showWords } from './author-words.ts';
import type { AuthorWords } from '../../session/link-view.ts';

export { Staying } from './staying.ts';
export { restoreView, viewOf } from '../viewing.ts';

interface ToCopy {
  readonly copying: Copying;
  /** Shows what to paste into a docs page. */
  readonly embed: () => void;
  /** Asks for a title and a note. */
  readonly describe: () => void;
  /** Whether the machine of the link is paused. */
  readonly isPaused: boolean;
}

export class Links {
  private readonly _face: Face;
  private readonly _port: SharingPort;
  private readonly _notice: Notice;
  /** The newest link to be opened: asking takes a while. */
  private _request = 0;
  /** Ends the question that is open. */
  private _asking: AbortController | undefined;
  /** What was last said of a machine of this page. */
  private _words: AuthorWords = {};
  /** Where the words of an author are shown. */
  private readonly _place: HTMLElement;

  constructor(face: Face, port: SharingPort, { notice, words }: { notice: Notice; words: HTMLElement }) {
    this._face = face;
    this._port = port;
    this._notice = notice;
    this._place = words;
    face.onTexts(() => {
      if (!words.hidden) showWords(face, words, this._words);
    });
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
      const offers = {
        embed: () => showEmbedDialog(this._face, whole, hash),
        describe: () => askForWords(this._face, this._words, (words) => void this._describe(shared, source, words)),
      };
      await this._copy(location.href, hash.length, { ...offers, copying, isPaused: shared.held !== undefined });
    } catch (error) {
      // Nothing is copied.
      void copying.give(undefined).catch(() => undefined);
      if (!(error instanceof LinkError)) throw error;
      this._notice.say(noticeText(this._face.texts, error.notice), 'bad');
    }
  }

  /** Makes the link again, with what its author says. */
  private async _describe(shared: Shared, source: string | undefined, words: AuthorWords): Promise<void> {
    this._words = words;
    await this.share({ ...shared, title: words.title, note: words.note }, source, beginCopying());
  }

  private async _copy(link: string, characters: number, { copying, isPaused, ...offers }: ToCopy): Promise<void> {
    const { texts } = this._face;
    const isLong = characters > COMFORTABLE_CHARACTERS;
    const size = isLong ? ` ${texts.say('share.size.long')}` : '';
    try {
      // Not every browser can copy a text that is still to come.
      await copying.give(link).catch(() => navigator.clipboard.writeText(link));
      this._notice.say(texts.say(isPaused ? 'share.copied.paused' : 'share.copied.size', { size }), 'good', offers);
    } catch {
      this._notice.say(texts.say('share.closed', { size }), 'good', { link, ...offers });
    }
  }

  private _open({ app, scenario, title, note, ...moment }: Shared, source: string | undefined): void {
    this._words = { title, note };
    showWords(this._face, this._place, this._words);
    this._port.open({ app, source, ...bootOptionsOf(scenario) }, { scenario, ...moment });
  }

  private _openDefault(): void {
    showWords(this._face, this._place, {});
    forgetAddress();
    this._port.boot();
  }
}
