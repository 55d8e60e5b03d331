/** What stands in the shadow root of an element. Made without markup in strings, which a host may forbid. */
import css from './bar.css?inline';

/** One style sheet for all elements of a document, which a host's policy for styles does not concern. */
let sheet: CSSStyleSheet | undefined;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  part: string,
  ...children: readonly Node[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = part;
  element.setAttribute('part', part);
  element.append(...children);
  return element;
}

export function shadowOf(host: HTMLElement, ...children: readonly Node[]): ShadowRoot {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  // What stands inside the element stays where it is, above the bar.
  root.append(document.createElement('slot'), ...children);
  return root;
}

/** Writes a text where it is another one: what is in a live region is not said twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
