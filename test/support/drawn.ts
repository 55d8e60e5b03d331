/**
 * What lit draws, without a document: text with its tags, and what its buttons do. For parts whose templates are few
 * and whose elements are asked for little; a file replaces `lit/html.js` and `document`.
 */

/** A template of lit, as `html` makes it. */
interface Template {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

type Handler = (event: unknown) => unknown;

const isTemplate = (value: unknown): value is Template =>
  typeof value === 'object' && value !== null && 'strings' in value && 'values' in value;

/** An element that is asked for little. */
export class PlainElement extends EventTarget {
  readonly tag: string;
  readonly attributes = new Map<string, string>();
  readonly dataset: Record<string, string> = {};
  readonly children: PlainElement[] = [];
  className = '';
  hidden = false;
  inert = false;
  disabled = false;
  open = false;
  isModal = false;
  returnValue = '';
  title = '';
  parent: PlainElement | undefined;
  /** How often it has got the focus, and how often its text was selected. */
  focused = 0;
  selected = 0;
  private _drawn = '';
  private _handlers: Handler[] = [];
  private readonly _found = new Map<string, PlainElement>();

  constructor(tag = 'div') {
    super();
    this.tag = tag;
  }

  set textContent(text: string) {
    this._drawn = text;
  }

  get textContent(): string {
    return this._drawn
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  }

  /** What is drawn in it, with the elements that were appended. */
  get markup(): string {
    return this._drawn + this.children.map((child) => child.outer).join('');
  }

  get outer(): string {
    if (this.tag === '#text') return this._drawn;
    const name = this.className === '' ? '' : ` class="${this.className}"`;
    const title = this.title === '' ? '' : ` title="${this.title}"`;
    return `<${this.tag}${name}${title}>${this.markup}</${this.tag}>`;
  }

  /** As `render` of lit. */
  draw(value: unknown): void {
    this._handlers = [];
    this._found.clear();
    this._drawn = this._textOf(value);
  }

  /** The labels of its buttons and links: what is written on them, or what they are called. */
  get labels(): string[] {
    return this._presses().map(([label]) => label);
  }

  /** Presses a button, or sends a form. */
  press(label: string, event: object = {}): unknown {
    const [, handler] = this._presses().find(([name]) => name === label) ?? [];
    if (handler === undefined)
      throw new Error(`nothing here is called '${label}'; there are ${this.labels.join(', ')}`);
    return handler({ preventDefault: () => undefined, currentTarget: this, ...event });
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  append(...nodes: readonly (PlainElement | string)[]): void {
    for (const node of nodes) {
      if (node instanceof PlainElement) this.appendChild(node);
      else this.appendChild(new PlainElement('#text')).textContent = node;
    }
  }

  appendChild<T extends PlainElement>(child: T): T {
    child.parent = this;
    this.children.push(child);
    return child;
  }

  remove(): void {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = undefined;
  }

  contains(other: unknown): boolean {
    return (
      other === this ||
      this.children.includes(other as PlainElement) ||
      [...this._found.values()].includes(other as PlainElement)
    );
  }

  /** An element of that tag or class, if one is drawn: always the same one until something else is drawn. */
  querySelector(selector: string): PlainElement | null {
    const isThere = selector.startsWith('.')
      ? new RegExp(`class="[^"]*\\b${selector.slice(1)}\\b`).test(this.markup)
      : this.markup.includes(`<${selector}`);
    if (!isThere) return null;
    let found = this._found.get(selector);
    if (found === undefined) this._found.set(selector, (found = new PlainElement(selector)));
    return found;
  }

  showModal(): void {
    [this.open, this.isModal] = [true, true];
  }

  close(value?: string): void {
    if (!this.open) return;
    this.open = false;
    this.returnValue = value ?? this.returnValue;
    this.dispatchEvent(new Event('close'));
  }

  focus(): void {
    this.focused += 1;
  }

  select(): void {
    this.selected += 1;
  }

  private _textOf(value: unknown): string {
    if (isTemplate(value)) {
      return value.strings
        .map((text, at) => text + (at < value.values.length ? this._textOf(value.values[at]) : ''))
        .join('');
    }
    if (Array.isArray(value)) return value.map((item) => this._textOf(item)).join('');
    if (value instanceof PlainElement) return value.outer;
    if (typeof value === 'function') return `"${this._handlers.push(value as Handler) - 1}"`;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  }

  private _presses(): (readonly [label: string, handler: Handler | undefined])[] {
    return [...this._drawn.matchAll(/<(button|a|form)\b([^>]*)>([^]*?)<\/\1>/g)].map(
      ([, tag, attributes = '', inner = '']) => {
        const label = /aria-label=(?:"([^"]*)"|([^@]*?)\s*(?:@|$))/.exec(attributes);
        const number = /@(?:click|submit)="(\d+)"/.exec(attributes)?.[1];
        const text = inner
          .replaceAll(/<[^>]*>/g, '')
          .replaceAll(/\s+/g, ' ')
          .trim();
        const name = tag === 'form' ? 'form' : (label?.[1] ?? label?.[2] ?? text);
        return [name, number === undefined ? undefined : this._handlers[Number(number)]] as const;
      },
    );
  }
}

/** Replaces `lit/html.js`. */
export const lit = {
  html: (strings: TemplateStringsArray, ...values: readonly unknown[]): Template => ({ strings, values }),
  nothing: Symbol('nothing'),
  render: (value: unknown, place: PlainElement): void => place.draw(value),
};

/** Replaces the document of the page. */
export const plainDocument = (): { createElement(tag: string): PlainElement } => ({
  createElement: (tag) => new PlainElement(tag),
});
