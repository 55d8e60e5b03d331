/** What keys do beside typing: the way between panes, toolbars, and the list of all keys. It comes with the first key, which is its own too. */
import type { Keyboard } from './keyboard/keyboard.ts';
import type { Face } from '../kit/face.ts';
import { lazily } from '../kit/lazy.ts';

export const loadKeyboard = lazily(() => import('./keyboard/keyboard.ts'));

export class Keys {
  private readonly _face: Face;
  /** Listens until the keyboard is there. */
  private readonly _waiting: Face;
  private readonly _unable: (message: string) => void;
  private _keyboard: Promise<Keyboard> | undefined;

  /** @param unable told when the list of keys cannot be shown. */
  constructor(face: Face, unable: (message: string) => void) {
    this._face = face;
    this._waiting = face.child();
    this._unable = unable;
    this._waiting.onKey((event) => this._first(event));
  }

  /** Shows the list of keys. */
  help(): void {
    void this._load().then((keyboard) =>
      keyboard === undefined ? this._unable('The list of keys could not be loaded.') : keyboard.help(),
    );
  }

  private _first(event: KeyboardEvent): void {
    // The browser would take these before anything is loaded.
    if (/^F[16]$/.test(event.key)) event.preventDefault();
    void this._load().then((keyboard) => keyboard?.take(event));
  }

  /** Undefined when it cannot be loaded; with the next key it is tried again. */
  private async _load(): Promise<Keyboard | undefined> {
    this._keyboard ??= loadKeyboard().then(({ Keyboard }) => new Keyboard(this._face));
    try {
      const keyboard = await this._keyboard;
      this._waiting.scope.end();
      return keyboard;
    } catch {
      this._keyboard = undefined;
      return undefined;
    }
  }
}
