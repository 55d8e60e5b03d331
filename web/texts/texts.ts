/**
 * The sentences of the page in one language. `say('steps.count', { count: 3 })` picks the plural by `count`, and writes
 * numbers as the language does. Names of Python, POSIX and HTTP are the same in every language.
 */
import type { EN } from './en.ts';
import { BUFFERS } from './en/buffers.ts';
import { HEARD } from './en/heard.ts';
import { MISSING } from './en/missing.ts';
import { NOTICES } from './en/notices.ts';
import { TERMINAL } from './en/terminal.ts';
import type { Sentences, TextKey } from './sentences.ts';

export type Language = 'en' | 'zh';
export const LANGUAGES: readonly Language[] = ['en', 'zh'];

type Value = string | number;
type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type NamesOf<T> = T extends string ? Names<T> : { [P in keyof T]: Names<T[P]> }[keyof T] | 'count';
/** The values that a sentence needs, by name. */
export type Values<K extends TextKey> = { readonly [N in NamesOf<(typeof EN)[K]>]: N extends 'count' ? number : Value };
type Arguments<K extends TextKey> = [NamesOf<(typeof EN)[K]>] extends [never] ? [] : [values: Values<K>];

/** A sentence in pieces: its text, and the names of the values between. */
export type Piece = { readonly text: string } | { readonly name: string };

export class Texts {
  readonly language: Language;
  private readonly _sentences: Partial<Sentences>;
  private _numbers: Intl.NumberFormat | undefined;

  constructor(language: Language, sentences: Partial<Sentences>) {
    this.language = language;
    this._sentences = { ...sentences };
  }

  /** Adds what is said from now on. */
  add(sentences: Partial<Sentences>): void {
    Object.assign(this._sentences, sentences);
  }

  /** The language for the attribute `lang`. */
  get tag(): string {
    return this.language === 'zh' ? 'zh-Hans' : 'en';
  }

  /** A sentence with its values. */
  say<K extends TextKey>(key: K, ...[values]: Arguments<K>): string {
    return this.sayAny(key, values ?? {});
  }

  /** A sentence whose key is known only when it is said: the caller sees to it that the values fit. */
  sayAny(key: TextKey, known: Readonly<Record<string, Value>>): string {
    return this._find(key, known).replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
      const value = known[name];
      return value === undefined ? whole : typeof value === 'number' ? this.number(value) : value;
    });
  }

  /** A sentence in pieces, where elements stand in place of its values. @param count picks the plural. */
  pieces(key: TextKey, count?: number): readonly Piece[] {
    const parts = this._find(key, count === undefined ? {} : { count }).split(/\{(\w+)\}/);
    return parts.map((part, place) => (place % 2 === 0 ? { text: part } : { name: part }));
  }

  /** A number as the language writes it. */
  number(value: number): string {
    // The browser takes a long time to find out how a language writes large numbers.
    if (Number.isInteger(value) && Math.abs(value) < 1_000) return String(value);
    this._numbers ??= new Intl.NumberFormat(this.language);
    return this._numbers.format(value);
  }

  private _find(key: TextKey, values: Readonly<Record<string, Value>>): string {
    const text = this._sentences[key];
    if (typeof text === 'string' || text === undefined) return text ?? key;
    const isOne = this.language === 'en' && Number(values['count'] ?? 0) === 1;
    return (isOne ? text.one : text.other) ?? text.other ?? key;
  }
}

/** English is always there, as far as all faces say it. Who says more adds it. */
export const ENGLISH = new Texts('en', { ...HEARD, ...TERMINAL, ...BUFFERS, ...NOTICES, ...MISSING });

/** The texts of a language; loads what is not there. */
export async function loadTexts(language: Language): Promise<Texts> {
  if (language === 'en') return ENGLISH;
  const { ZH } = await import('./zh.ts');
  return new Texts('zh', ZH);
}

/** The language that is nearest to the requested ones: `zh-Hans-CN` is Chinese, an unknown language is English. */
export function languageOf(tags: readonly string[]): Language {
  for (const tag of tags) {
    const [primary] = tag.toLowerCase().split('-');
    const known = LANGUAGES.find((language) => language === primary);
    if (known !== undefined) return known;
  }
  return 'en';
}
