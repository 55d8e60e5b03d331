/**
 * What a reader chose on the page, kept in this browser: the theme, the language, what Next goes to, and what is folded
 * away. A browser that keeps nothing is not an error.
 */
import type { Theme } from '../kit/face.ts';
import type { Language } from '../texts/texts.ts';
import { LANGUAGES } from '../texts/texts.ts';
import { UNITS } from '../parts/walk/unit.ts';
import type { Unit } from '../parts/walk/unit.ts';

const THEME = 'glaswerk-theme';
const LANGUAGE = 'glaswerk-language';
const UNIT = 'glaswerk-next';
const VISITED = 'glaswerk-visited';
/** What can be folded away: the controls of the machine, and the list of steps. */
export type Fold = 'lab' | 'steps';
const FOLDS: Readonly<Record<Fold, string>> = { lab: 'glaswerk-lab', steps: 'glaswerk-steps' };

/** The theme chosen earlier; else as the system says. */
export function readTheme(): Theme {
  const theme = read(THEME);
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

export const keepTheme = (theme: Theme): void => keep(THEME, theme);

/** The language chosen earlier; undefined while none was. */
export function readLanguage(): Language | undefined {
  const kept = read(LANGUAGE);
  return LANGUAGES.find((language) => language === kept);
}

export const keepLanguage = (language: Language): void => keep(LANGUAGE, language);

/** What Next goes to. */
export const readUnit = (): Unit => UNITS.find((unit) => unit === read(UNIT)) ?? 'moment';

export const keepUnit = (unit: Unit): void => keep(UNIT, unit);

/** Whether this browser has been here, and has seen a request through. */
export const wasHere = (): boolean => read(VISITED) !== null;

export const keepVisit = (): void => keep(VISITED, 'yes');

/** Whether something that folds was left open. */
export const readOpen = (fold: Fold): boolean => read(FOLDS[fold]) === 'open';

export const keepOpen = (fold: Fold, isOpen: boolean): void => keep(FOLDS[fold], isOpen ? 'open' : 'folded');

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice holds until the page is closed.
  }
}
