/**
 * Keys beside typing: between panes, inside toolbars, and the list of all keys. The code is loaded with the first key,
 * which counts too.
 */
import type { Keyboard } from './keyboard/keyboard.ts';
import type { Face } from '../kit/face.ts';
import type { Session } from '../session/session.ts';
import { lazily } from '../kit/lazy.ts';
import { ENGLISH } from '../texts/texts.ts';

export const loadKeyboard = lazily(async () => {
  const [keyboard, { KEYS }] = await Promise.all([import('./keyboard/keyboard.ts'), import('../texts/en/keys.ts')]);
  ENGLISH.add(KEYS);
  return keyboard;
});

export class Keys {
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _arrange: () => void;
  /** Listens until the keyboard is there. */
  private readonly _waiting: Face;
  private _keyboard: Promise<Keyboard> | undefined;

  /** @param arrange puts all panes back as they were at first. */
  constructor(face: Face, session: Session, arrange: () => void) {
    this._face = face;
    this._arrange = arrange;
    this._waiting = face.child();
    this._session = session;
    this._waiting.onKey((event) => this._first(event));
  }

  /** Shows the list of keys. */
  help(): void {
    void this._load().then((keyboard) => (keyboard === undefined ? this._reject() : keyboard.help()));
  }

  private _first(event: KeyboardEvent): void {
    const isOurs = /^F[16]$/.test(event.key);
    // The browser would take these before anything is loaded.
    if (isOurs) event.preventDefault();
    // Once the event is over, all that it says of its target is the element that the face fills.
    const { target } = event;
    void this._load().then((keyboard) => {
      if (keyboard !== undefined) keyboard.take(event, target);
      // Any other key may be typed text.
      else if (isOurs) this._reject();
    });
  }

  private _reject(): void {
    this._session.events.emit('rejected', this._face.texts.say('page.keys.missing'));
  }

  /** Undefined when it cannot be loaded; with the next key it is tried again. */
  private async _load(): Promise<Keyboard | undefined> {
    this._keyboard ??= loadKeyboard().then(({ Keyboard }) => new Keyboard(this._face, this._arrange));
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
