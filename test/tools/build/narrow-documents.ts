/** Documents and style sheets as they are shipped: without what is there for those who read their source. */
import type { Plugin } from 'vite';

/** A style sheet without its comments, its indentation, and spaces that divide nothing. */
export const narrowStyle = (css: string): string => css.replaceAll(/\/\*.*?\*\/|\s*\n\s*|(?<=[:,]) | (?=\{)/gs, '');

/** A document without its comments and indentation. */
export const narrowDocument = (html: string): string => html.replaceAll(/\s*<!--.*?-->|(?<=\n) +/gs, '');

/** Narrows the page, once all that it asks for first is named in it. Other documents have text with indentation. */
export const narrowPage = (): Plugin => ({
  name: 'narrow-page',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { path }) => (path === '/index.html' ? narrowDocument(html) : html),
  },
});
