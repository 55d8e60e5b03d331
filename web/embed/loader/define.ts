/** Defines the elements, once for a document, however often and in whatever versions the script is loaded. */
import { TAGS } from './attributes.ts';
import { setFolder } from './engine.ts';
import { GlasWerk } from './glas-werk.ts';

export function define(folder: string): void {
  if (customElements.get('glas-werk') !== undefined) return;
  setFolder(folder);
  // Each name has to have a class of its own.
  for (const tag of TAGS.split(',')) customElements.define(tag, class extends GlasWerk {});
}
