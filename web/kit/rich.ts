/** A sentence with elements in place of its values. */
import type { TextKey } from '../texts/sentences.ts';
import type { Texts } from '../texts/texts.ts';

/**
 * What lit draws: text, and for each `{name}` of the sentence the element of that name. @param count picks the plural.
 */
export const rich = (
  texts: Texts,
  key: TextKey,
  elements: Readonly<Record<string, unknown>>,
  count?: number,
): unknown => texts.pieces(key, count).map((piece) => ('text' in piece ? piece.text : elements[piece.name]));
