/** Options that stand in the page itself: those of the page as one file, which has no address to say them. */
import type { Theme } from '../kit/face.ts';
import { LANGUAGES } from '../texts/texts.ts';
import type { Language } from '../texts/texts.ts';

export interface OwnOptions {
  /** A lesson, or the id of one that comes with the page. */
  readonly lesson?: unknown;
  readonly language?: Language | undefined;
  readonly theme?: Theme | undefined;
  /** Why they cannot be read. */
  readonly fault?: string;
}

/** What stands there; what is not known is left out. */
export function ownOptions(): OwnOptions {
  const text = document.querySelector('#glaswerk-options')?.textContent ?? '';
  // An address may name the language: a frame speaks that of the page around it.
  const asked = new URLSearchParams(location.search).get('lang');
  if (text.trim() === '') return { language: LANGUAGES.find((known) => known === asked) };
  try {
    const { lesson, language, theme } = Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
    return {
      lesson,
      language: LANGUAGES.find((known) => known === language),
      theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    };
  } catch (error) {
    return { fault: String(error) };
  }
}
