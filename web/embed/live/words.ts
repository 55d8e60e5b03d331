/** The sentences of an element that runs. */
import { LIVE as EN, type LiveKey } from '../../texts/en/live.ts';
import { LIVE as ZH } from '../../texts/zh/live.ts';
import type { Text } from '../../texts/text.ts';
import type { EmbedLanguage } from '../contract.ts';

/** A sentence with its values; numbers as the language writes them, the plural by `count`. */
export function sayLive(lang: EmbedLanguage, key: LiveKey, values: Readonly<Record<string, number>> = {}): string {
  const text: Text = (lang === 'zh' ? ZH : EN)[key];
  const sentence =
    typeof text === 'string'
      ? text
      : (text[new Intl.PluralRules(lang).select(values['count'] ?? 0)] ?? text.other ?? key);
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : new Intl.NumberFormat(lang).format(value);
  });
}
