/** The sentences of the loader, and the errors that carry one. */
import { LOADER as EN, type LoaderKey } from '../../texts/en/loader.ts';
import { LOADER as ZH } from '../../texts/zh/loader.ts';
import type { EmbedError, EmbedLanguage } from '../contract.ts';

export function say(lang: EmbedLanguage, key: LoaderKey, values: Readonly<Record<string, string>> = {}): string {
  // The attribute of a server is a key, and may be anything until it is checked.
  const sentences: Readonly<Record<string, Partial<string> | undefined>> = lang === 'zh' ? ZH : EN;
  return sentences[key]?.replaceAll?.(/\{(\w+)\}/g, (_whole, name: string) => values[name] as string) ?? key;
}

/** What an author or the page has to mend. Its code is the key of its sentence. */
export const problem = (lang: EmbedLanguage, code: LoaderKey, values?: Readonly<Record<string, string>>): EmbedError =>
  Object.assign(new Error(say(lang, code, values)), { code });
