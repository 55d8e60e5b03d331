/** The engines of documents. */
import { Engine } from './engine.ts';

const engines = new WeakMap<Document, Engine>();

/**
 * The engine of a document, one for all its elements.
 * @param folder the address of the folder with `glaswerk-sandbox.html`.
 */
export function engineOf(document: Document, folder: string): Engine {
  const known = engines.get(document);
  if (known !== undefined) return known;
  const engine = new Engine(folder);
  engines.set(document, engine);
  return engine;
}
