/** Keys that are meant for the page as a whole. Only for a chunk that is loaded with the first key. */
import type { Face } from '../../kit/face.ts';
import { Panes } from './panes.ts';
import { Toolbars } from './toolbars.ts';
import { showKeys } from './help.ts';

export class Keyboard {
  private readonly _face: Face;
  private readonly _panes: Panes;
  private readonly _toolbars: Toolbars;
  private readonly _arrange: () => void;

  /** @param arrange puts all panes back as they were at first. */
  constructor(face: Face, arrange: () => void) {
    this._face = face;
    this._arrange = arrange;
    this._panes = new Panes(face);
    this._toolbars = new Toolbars(face);
    this._toolbars.settle();
    // Before a terminal gets them.
    face.onKey((event) => this.take(event));
  }

  /** Takes a key, if it is one for the whole page. @param target what had the focus when it was pressed. */
  take(event: KeyboardEvent, target = event.target): void {
    // A question covers everything else.
    if (this._face.root.querySelector('dialog[open]') !== null) return;
    if (event.key === 'Tab') return this._toolbars.settle();
    if (!this._does(event, target)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Shows the list of keys. */
  help(): void {
    showKeys(this._face, this._arrange);
  }

  private _does(event: KeyboardEvent, target: EventTarget | null): boolean {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (this._toolbars.take(event, target)) return true;
    if (ctrlKey || metaKey || altKey) return false;
    if (key === 'F6') this._panes.go(shiftKey ? -1 : 1);
    else if ((key === 'F1' && !shiftKey) || (key === '?' && !isTyping(target))) this.help();
    else return false;
    return true;
  }
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
