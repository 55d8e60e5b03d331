/** Whether the page around an element is dark, and when that changes. */
import type { EmbedTheme } from '../contract.ts';
import { nearest } from '../loader/surroundings.ts';

/** How docs tools mark a theme that the reader has chosen. What is not dark is light. */
const DARK = '[data-theme=dark],[data-md-color-scheme=slate],[data-bs-theme=dark],.dark';
const THEMED = `${DARK},[data-theme=light],[data-md-color-scheme],[data-bs-theme=light],.light`;

/** The attribute `theme`, else what the page says of itself, else what its text shows: light text is on dark ground. */
export function themeOf(element: Element): EmbedTheme {
  const theme = element.getAttribute('theme');
  if (theme === 'dark' || theme === 'light') return theme;
  const marked = nearest(element, THEMED);
  return (marked === undefined ? isLight(getComputedStyle(element).color) : marked.matches(DARK)) ? 'dark' : 'light';
}

/** Whether a computed colour is light: `rgb(…)` counts to 255; `oklch(…)` begins with the lightness, to 1. */
export function isLight(color: string): boolean {
  const [first = 0, second = 0, third = 0] = (color.match(/\d*\.?\d+/g) ?? []).map(Number);
  return color.startsWith('ok') ? first > 0.5 : (first + second + third) / (color.startsWith('rgb') ? 255 : 1) > 1.5;
}

/** Attributes of the elements around that may make them look different. */
const SURROUNDINGS = ['class', 'style', 'data-theme', 'data-md-color-scheme', 'data-bs-theme', 'lang'];

/** Calls `onChange` when the page around an element may look different. @returns ends it. */
export function watchTheme(element: Element, onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  for (let node = parentOf(element); node !== undefined; node = parentOf(node)) {
    observer.observe(node, { attributes: true, attributeFilter: SURROUNDINGS });
  }
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', onChange);
  };
}

const parentOf = (element: Element): Element | undefined =>
  element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host;
