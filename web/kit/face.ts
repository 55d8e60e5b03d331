/**
 * What parts share where they stand: one shadow root with its theme, its language and its style sheets, and a scope
 * that ends with it. Two faces on one document know nothing of each other.
 */
import { ENGLISH, languageOf, loadTexts } from '../texts/texts.ts';
import type { TextKey } from '../texts/sentences.ts';
import type { Language, Texts } from '../texts/texts.ts';
import { LateParts } from './late-parts.ts';
import type { TellMissing } from './late-parts.ts';
import type { Scope } from './scope.ts';
import { fontPixels, sized } from './text-size.ts';
import { Turns } from './turns.ts';
import { Voice } from './voice.ts';

export type Theme = 'auto' | 'light' | 'dark';

let made = 0;
/** One sheet for each text: faces of one document share them, if their text is of one size. */
const sheets = new Map<string, CSSStyleSheet>();

function sheetOf(css: string): CSSStyleSheet {
  const known = sheets.get(css);
  if (known !== undefined) return known;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  sheets.set(css, sheet);
  return sheet;
}

export class Face {
  readonly root: ShadowRoot;
  readonly scope: Scope;
  private readonly _shared: Shared;

  /** @param host the element that the face fills. @param isWhole whether the document is nothing else. */
  static in(host: HTMLElement, scope: Scope, isWhole = false): Face {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const shared = new Shared(root, (made += 1), new Turns(scope), isWhole);
    // One rem wide, as its style has it.
    scope.observe(new ResizeObserver(() => shared.measure())).observe(shared.voice.element);
    scope.onEnd(() => root.replaceChildren());
    return new Face(shared, scope);
  }

  private constructor(shared: Shared, scope: Scope) {
    this._shared = shared;
    this.root = shared.root;
    this.scope = scope;
  }

  /** The same face for a part: with a scope of its own. */
  child(): Face {
    return new Face(this._shared, this.scope.child());
  }

  /** Puts a style sheet in force, once. */
  adopt(...texts: readonly string[]): void {
    for (const text of texts) this._shared.adopt(text);
  }

  /** Pixels of what the style sheets call a rem: for what is placed or drawn without them. */
  get rem(): number {
    return this._shared.rem;
  }

  /** How large text is, as a factor of the size that the reader has in all pages. */
  get textScale(): number {
    return this._shared.textScale;
  }

  set textScale(scale: number) {
    this._shared.textScale = scale;
  }

  /** Calls `show` when text has become larger or smaller: by `textScale`, or in the reader's settings. */
  onTextSize(show: () => unknown): void {
    this._hear(this._shared.sizeListeners, show);
  }

  /** Whether a media query is true, as it would be in a style sheet that is adopted. */
  matches(query: string): boolean {
    return matchMedia(this._shared.sized(query)).matches;
  }

  /** An id that no other face of the document has. */
  id(name: string): string {
    return `glaswerk-${this._shared.number}-${name}`;
  }

  /** The element that has the focus, if it is in here. */
  get activeElement(): Element | null {
    return this.root.activeElement;
  }

  /** Whether text in here is selected. */
  get hasSelection(): boolean {
    // Chromium tells a selection inside a shadow root to that root only; other browsers tell the document.
    const { root } = this as { readonly root: ShadowRoot & { getSelection?(): Selection | null } };
    const selection = root.getSelection === undefined ? getSelection() : root.getSelection();
    return selection !== null && !selection.isCollapsed;
  }

  /** Says a sentence to a screen reader, politely. For news that a reader who sees finds by looking. */
  announce(text: string): void {
    this._shared.voice.say(text);
  }

  /** Where `announce` writes. The one who composes the face puts it there. */
  get voice(): HTMLElement {
    return this._shared.voice.element;
  }

  /**
   * Loads a part that nobody has pressed a button for, and uses it once it is there.
   * @param name the sentence that says what is missing, for who composes the face: see `onMissing`.
   */
  late<T>(name: TextKey, load: () => Promise<T>, use?: (part: T) => unknown): void {
    this._shared.late.load(this.scope, name, load, use);
  }

  /** What shows which parts cannot be loaded, and offers to try again. */
  set onMissing(tell: TellMissing) {
    this._shared.late.tell = tell;
  }

  /** Draws in turn what is new all the time. */
  get turns(): Turns {
    return this._shared.turns;
  }

  /**
   * A function that draws at once, but in turn while it is called more often than a person can read.
   * @param mayWait false for what a person waits for, such as a step: it is always drawn at once.
   */
  paced(draw: () => void, mayWait: () => boolean): () => void {
    const turn = (): void => this.scope.guard(draw);
    this.scope.onEnd(() => this.turns.drop(turn));
    return this.turns.paced(turn, mayWait);
  }

  /**
   * Calls `listener` for keys anywhere in here, before what has the focus gets them. A face that fills its document
   * also hears keys while nothing has the focus.
   */
  onKey(listener: (event: KeyboardEvent) => unknown): void {
    this.scope.listen(this.root, 'keydown', listener, { capture: true });
    if (!this._shared.isWhole) return;
    this.scope.listen(document, 'keydown', (event: KeyboardEvent) => {
      if (event.target === document.body) listener(event);
    });
  }

  get texts(): Texts {
    return this._shared.texts;
  }

  get theme(): Theme {
    return this._shared.theme;
  }

  set theme(theme: Theme) {
    this._shared.theme = theme;
  }

  /** Changes the language. A language that cannot be loaded leaves the texts as they are, and rejects. */
  async speak(language: Language): Promise<void> {
    await this._shared.speak(language);
  }

  /** Calls `show` now, and again when the language has changed. */
  onTexts(show: (texts: Texts) => unknown): void {
    show(this.texts);
    this._hear(this._shared.textsListeners, show);
  }

  /** Calls `show` when the colours have changed: by the theme, or by the system. */
  onTheme(show: () => unknown): void {
    this._hear(this._shared.themeListeners, show);
    this.scope.listen(matchMedia('(prefers-color-scheme: dark)'), 'change', show);
  }

  /** Adds a listener until the scope ends. Where it fails, the others still hear. */
  private _hear<A extends readonly unknown[]>(
    listeners: Set<(...news: A) => unknown>,
    show: (...news: A) => unknown,
  ): void {
    const tell = (...news: A): void => this.scope.guard(() => show(...news));
    listeners.add(tell);
    this.scope.onEnd(() => listeners.delete(tell));
  }
}

/** What all parts of one face share. */
class Shared {
  readonly root: ShadowRoot;
  readonly number: number;
  readonly turns: Turns;
  readonly isWhole: boolean;
  readonly voice = new Voice();
  readonly late = new LateParts();
  texts: Texts = ENGLISH;
  readonly textsListeners = new Set<(texts: Texts) => unknown>();
  readonly themeListeners = new Set<() => unknown>();
  readonly sizeListeners = new Set<() => unknown>();
  /** Style sheets by the text that they were made of. */
  private readonly _adopted = new Map<string, CSSStyleSheet>();
  private _rem = 0;
  private _textScale = 1;
  private _theme: Theme = 'auto';
  private _wanted: Language = 'en';

  constructor(root: ShadowRoot, number: number, turns: Turns, isWhole: boolean) {
    this.root = root;
    this.number = number;
    this.turns = turns;
    this.isWhole = isWhole;
  }

  adopt(css: string): void {
    if (this._adopted.has(css)) return;
    const sheet = sheetOf(this.sized(css));
    this._adopted.set(css, sheet);
    this.root.adoptedStyleSheets.push(sheet);
  }

  sized(css: string): string {
    return this.isWhole ? sized(css, this._textScale, 'rem') : sized(css, this.rem, 'px');
  }

  get rem(): number {
    if (this._rem === 0) this._rem = this._measured();
    return this._rem;
  }

  get textScale(): number {
    return this._textScale;
  }

  set textScale(scale: number) {
    if (scale === this._textScale) return;
    this._textScale = scale;
    this._rem = this._measured();
    this._resize();
  }

  /** The reader may have changed the size of text. */
  measure(): void {
    const rem = this._measured();
    if (Math.abs(rem - this.rem) < 0.01) return;
    this._rem = rem;
    // In a document of its own a rem of the style sheets has changed by itself.
    if (this.isWhole) for (const listener of this.sizeListeners) listener();
    else this._resize();
  }

  private _measured(): number {
    return fontPixels(this.root, this.isWhole ? '1rem' : 'medium') * this._textScale;
  }

  private _resize(): void {
    const others = new Map([...this._adopted].map(([css, sheet]) => [sheet, sheetOf(this.sized(css))]));
    this.root.adoptedStyleSheets = this.root.adoptedStyleSheets.map((sheet) => others.get(sheet) ?? sheet);
    for (const [css, sheet] of this._adopted) this._adopted.set(css, others.get(sheet) ?? sheet);
    for (const listener of this.sizeListeners) listener();
  }

  get theme(): Theme {
    return this._theme;
  }

  set theme(theme: Theme) {
    this._theme = theme;
    const host = this.root.host as HTMLElement;
    if (theme === 'auto') delete host.dataset['theme'];
    else host.dataset['theme'] = theme;
    for (const listener of this.themeListeners) listener();
  }

  async speak(language: Language): Promise<void> {
    this._wanted = language;
    const texts = await loadTexts(language);
    // Another language was wanted meanwhile.
    if (this._wanted !== language || texts.language === this.texts.language) return;
    this.texts = texts;
    (this.root.host as HTMLElement).lang = texts.tag;
    for (const listener of this.textsListeners) listener(texts);
  }
}

/** The language of the nearest element that says one, else that of the browser. */
export function languageNear(element: Element): Language {
  const near = element.closest('[lang]')?.getAttribute('lang') ?? '';
  return languageOf(near === '' ? navigator.languages : [near]);
}
