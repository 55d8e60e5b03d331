/** Why a step is harmless, as a sentence. Languages are given, so that a face loads only those that it shows. */
import type { Oddity, OddityCode } from './oddity.ts';

/** The sentences of one language; `{name}` stands for a value, and backticks mark code. */
export type OdditySentences = Readonly<Record<OddityCode, string>>;

export const oddityText = ({ code, values }: Pick<Oddity, 'code' | 'values'>, sentences: OdditySentences): string =>
  sentences[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '?');
