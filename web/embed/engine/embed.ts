/** The entry that the loader imports on the first act of a reader; see `Embed` in ../contract.ts. */
import { engineOf } from './engines.ts';
import type { Engine } from './engine.ts';

/** The engine of this document; the sandbox's own file is beside this script. */
export const engine = (): Engine => engineOf(document, new URL('.', import.meta.url).href);
