/** A link as a sentence. Languages are given, so that a face loads only those that it shows. */
import type { What } from './link.ts';
import type { EN } from './sentences/en.ts';

/** What can have happened: each has a sentence. */
export type OriginCode = keyof typeof EN;

/** The sentences of one language. */
export type OriginSentences = { readonly [C in OriginCode]: string };

/** A value, or a number with the word that fits it: `{count}`, `{count, byte, bytes}`. */
const PLACE = /\{(\w+)(?:, ([^,}]*), ([^}]*))?\}/g;

/** The sentence of a link. A code without a sentence, from another version, is given back as it is. */
export function originText({ code, values }: What, sentences: OriginSentences): string {
  const sentence = Object.hasOwn(sentences, code) ? sentences[code as OriginCode] : code;
  return sentence.replaceAll(PLACE, (_, name: string, one: string | undefined, other: string | undefined) => {
    const value = values[name] ?? '?';
    if (one === undefined || other === undefined) return String(value);
    return `${value} ${value === 1 ? one : other}`;
  });
}
