/** A moment's cause as a sentence. Languages are given, so that a face loads only those that it shows. */
import type { CauseCode } from './rule.ts';
import type { Cause } from './moment.ts';

/** The sentences of one language. */
export type CauseSentences = { readonly [C in CauseCode]: string };

/** A value, or a number with the word that fits it: `{bytes}`, `{bytes, byte, bytes}`. */
const PLACE = /\{(\w+)(?:, ([^,}]*), ([^}]*))?\}/g;

/** The sentence of a cause. A code without a sentence, from another version, is given back as it is. */
export function causeText({ code, values }: Cause, sentences: CauseSentences): string {
  const sentence = Object.hasOwn(sentences, code) ? sentences[code as CauseCode] : code;
  return sentence.replaceAll(PLACE, (_, name: string, one: string | undefined, other: string | undefined) => {
    const value = values[name] ?? '?';
    if (one === undefined || other === undefined) return String(value);
    return `${value} ${value === 1 ? one : other}`;
  });
}
