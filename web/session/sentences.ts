/** The sentences that say why moments come, in the language that is wanted. */
import type { Cause } from '../../src/explain/moments/moment.ts';
import type { CauseSentences } from '../../src/explain/moments/moment-text.ts';
import { lazily } from '../kit/lazy.ts';
import type { Language } from '../texts/texts.ts';

export interface CauseWords {
  readonly causeText: (cause: Cause, sentences: CauseSentences) => string;
  readonly sentences: CauseSentences;
}

const loadText = lazily(() => import('../../src/explain/moments/moment-text.ts'));
const LOADERS: Readonly<Record<Language, () => Promise<CauseSentences>>> = {
  en: lazily(async () => (await import('../../src/explain/moments/sentences/en.ts')).EN),
  zh: lazily(async () => (await import('../../src/explain/moments/sentences/zh.ts')).ZH),
};

/** The words of a language, and what makes a sentence of them. */
export async function loadSentences(language: Language): Promise<CauseWords> {
  const [{ causeText }, sentences] = await Promise.all([loadText(), LOADERS[language]()]);
  return { causeText, sentences };
}
