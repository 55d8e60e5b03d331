/**
 * What a face says to a screen reader: one polite voice for all of its parts. Each message is an entry of its own, and
 * is read once, after what the reader hears at the moment. Several regions that speak at once interrupt each other.
 */

/** The last entries stay, for those who look the page over; an older one is heard already. */
const MOST_KEPT = 5;

export class Voice {
  readonly element = document.createElement('div');

  constructor() {
    this.element.id = 'announcer';
    this.element.className = 'sr';
    this.element.setAttribute('role', 'log');
    this.element.setAttribute('aria-live', 'polite');
    this.element.setAttribute('aria-relevant', 'additions');
  }

  /** Says a sentence. The same one twice in a row is heard twice. */
  say(text: string): void {
    if (text === '') return;
    const entry = document.createElement('p');
    entry.textContent = text;
    this.element.append(entry);
    while (this.element.childElementCount > MOST_KEPT) this.element.firstElementChild?.remove();
  }
}
