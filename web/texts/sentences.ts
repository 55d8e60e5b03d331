/** The keys of the sentences, and what each language has for them. */
import type { EN } from './en.ts';
import type { Text } from './text.ts';

/** Names a sentence: English has a text for each. */
export type TextKey = keyof typeof EN;

/** The texts of one language, one for each key. */
export type Sentences = { readonly [K in TextKey]: Text };
