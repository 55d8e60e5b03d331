/** What the page around an element says of itself. */
import type { EmbedLanguage } from '../contract.ts';

/** The nearest element that matches, also outside the shadow root that the element stands in. */
export function nearest(element: Element, selector: string): Element | undefined {
  const { host } = element.getRootNode() as Partial<ShadowRoot>;
  return element.closest(selector) ?? (host && nearest(host, selector));
}

export const languageOf = (element: Element): EmbedLanguage =>
  /^zh\b/i.test(nearest(element, '[lang]')?.getAttribute('lang') || navigator.language) ? 'zh' : 'en';
