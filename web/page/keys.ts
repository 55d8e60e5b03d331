/** What keys do beside typing: the way between panes, toolbars, and the list of all keys. It comes with the first key, which is its own too. */
import type { Keyboard } from './keyboard/keyboard.ts';
import { lazy } from '../kit/lazy.ts';

export class Keys {
  private readonly _root: HTMLElement;
  private readonly _unable: (message: string) => void;
  private _keyboard: Promise<Keyboard> | undefined;

  /** @param unable told when the list of keys cannot be shown. */
  constructor(root: HTMLElement, unable: (message: string) => void) {
    this._root = root;
    this._unable = unable;
    document.addEventListener('keydown', this._first, { capture: true });
  }

  /** Shows the list of keys. */
  help(): void {
    void this._load().then((keyboard) =>
      keyboard === undefined ? this._unable('The list of keys could not be loaded.') : keyboard.help(),
    );
  }

  private readonly _first = (event: KeyboardEvent): void => {
    // The browser would take these before anything is loaded.
    if (/^F[16]$/.test(event.key)) event.preventDefault();
    void this._load().then((keyboard) => keyboard?.take(event));
  };

  /** Undefined when it cannot be loaded; with the next key it is tried again. */
  private async _load(): Promise<Keyboard | undefined> {
    this._keyboard ??= lazy.keyboard().then(({ Keyboard }) => new Keyboard(this._root));
    try {
      const keyboard = await this._keyboard;
      document.removeEventListener('keydown', this._first, { capture: true });
      return keyboard;
    } catch {
      this._keyboard = undefined;
      return undefined;
    }
  }
}
