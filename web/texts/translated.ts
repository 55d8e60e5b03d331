/** What a translation must have: a text for each key. */
import type { Text } from './text.ts';

export type Translated<T> = { readonly [K in keyof T]: Text };
