/** The entry that the loader imports on the first act of a reader; see `EmbedModule` in ../contract.ts. */
import type { EmbedModule } from '../contract.ts';
import { LiveElement } from '../live/live.ts';
import { Embedding } from './embedding.ts';
import { Engine } from './engine.ts';

/** All that was loaded with this script is beside it. */
const folder = new URL('.', import.meta.url).href;

/** One for the document: browsers load a module once. */
const engine = new Engine(folder);
const embedding = new Embedding(engine, folder);

export const live: EmbedModule['live'] = (face) => new LiveElement(face, embedding);
