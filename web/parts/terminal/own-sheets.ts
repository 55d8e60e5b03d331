/**
 * xterm under a Content Security Policy without `'unsafe-inline'`. xterm writes its colours and sizes into style
 * elements of its own, and some colours into style attributes. A strict policy ignores both. Here the texts of those
 * elements go into adopted style sheets, and the attributes into style properties: a policy allows these.
 */
import type { Terminal } from '@xterm/xterm';
import type { Scope } from '../../kit/scope.ts';
import { innerPart } from './inner-part.ts';

/**
 * The document that a terminal is to build its elements with: the page's own, but for the elements it creates.
 * @param root where the style sheets of the terminal apply. They are removed when `scope` ends.
 */
export function documentFor(root: ShadowRoot, scope: Scope): Document {
  const createElement = (tag: string): HTMLElement => {
    const element = document.createElement(tag);
    // xterm appends its style elements to a div.
    if (element instanceof HTMLDivElement) element.appendChild = appendTo(element, root, scope);
    if (element instanceof HTMLSpanElement) element.setAttribute = setAttributeOf(element);
    return element;
  };
  return new Proxy(document, {
    get(target, name) {
      if (name === 'createElement') return createElement;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Where an open terminal keeps what builds its rows: that one uses the page's document, whatever the options say. */
const ROW_FACTORY = ['_core', '_renderService', '_renderer', 'value', '_rowFactory'];

/** Makes an open terminal build its rows with a document, too. */
export function buildRowsWith(terminal: Terminal, rowDocument: Document): void {
  Reflect.set(innerPart(terminal, ROW_FACTORY), '_document', rowDocument);
}

/** `appendChild` that keeps style elements out of the document, and their text in force. */
function appendTo(element: HTMLElement, root: ShadowRoot, scope: Scope): HTMLElement['appendChild'] {
  return (child) => {
    if (!(child instanceof HTMLStyleElement)) return Node.prototype.appendChild.call(element, child) as typeof child;
    const sheet = new CSSStyleSheet();
    root.adoptedStyleSheets.push(sheet);
    const remove = (): void => {
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
    };
    sheet.replaceSync(child.textContent);
    Object.defineProperties(child, {
      textContent: {
        get: () => '',
        set: (css: string) => {
          sheet.replaceSync(css);
        },
      },
      remove: { value: remove },
    });
    scope.onEnd(remove);
    return child;
  };
}

/** `setAttribute` that sets the style by its property. */
function setAttributeOf(element: HTMLElement): HTMLElement['setAttribute'] {
  return (name, value) => {
    if (name === 'style') element.style.cssText = value;
    else Element.prototype.setAttribute.call(element, name, value);
  };
}
