/**
 * The package's entry `glaswerk/element`: the same elements for bundlers. Importing it defines them; on a server it
 * does nothing. The rest is in the folder that `npx glaswerk copy` writes, which is found by its style sheet.
 */
import { define } from './define.ts';
import { setFolder as setAddress } from './engine.ts';

/** Says where the folder is that `npx glaswerk copy` wrote, if it is not where the page's `glaswerk.css` is. */
export function setFolder(folder: string): void {
  setAddress(new URL(folder.replace(/\/*$/, '/'), document.baseURI).href);
}

if (typeof document !== 'undefined') {
  const style = document.querySelector<HTMLLinkElement>('link[href$="glaswerk.css"]');
  define(new URL('.', style?.href ?? document.baseURI).href);
}
