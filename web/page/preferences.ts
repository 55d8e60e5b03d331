/**
 * What a reader chose on the page, kept in this browser: the theme, the language, the size of text, what Next goes to,
 * what is folded away, and how the panes are arranged. A browser that keeps nothing is not an error.
 */
import type { Theme } from '../kit/face.ts';
import type { Language } from '../texts/texts.ts';
import { LANGUAGES } from '../texts/texts.ts';
import { UNITS } from '../parts/walk/unit.ts';
import type { Unit } from '../parts/walk/unit.ts';
import type { Arranged } from './panes/splits.ts';
import { parseArranged } from './panes/splits.ts';

const THEME = 'glaswerk-theme';
const LANGUAGE = 'glaswerk-language';
const TEXT_SCALE = 'glaswerk-text';
const UNIT = 'glaswerk-next';
const VISITED = 'glaswerk-visited';
const PANES = 'glaswerk-panes';
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

/** How large text can be made, as factors: the last ones are for a room with a projector. */
export const TEXT_SCALES: readonly number[] = [1, 1.25, 1.5, 1.75, 2];

/** How large text was made earlier. */
export const readTextScale = (): number => TEXT_SCALES.find((scale) => String(scale) === read(TEXT_SCALE)) ?? 1;

export const keepTextScale = (scale: number): void => keep(TEXT_SCALE, String(scale));

/** What Next goes to. */
export const readUnit = (): Unit => UNITS.find((unit) => unit === read(UNIT)) ?? 'moment';

export const keepUnit = (unit: Unit): void => keep(UNIT, unit);

/** Whether this browser has been here, and has seen a request through. */
export const wasHere = (): boolean => read(VISITED) !== null;

export const keepVisit = (): void => keep(VISITED, 'yes');

/** Whether something that folds was left open. */
export const readOpen = (fold: Fold): boolean => read(FOLDS[fold]) === 'open';

export const keepOpen = (fold: Fold, isOpen: boolean): void => keep(FOLDS[fold], isOpen ? 'open' : 'folded');

/** How the panes were arranged. */
export const readArranged = (): Arranged => parseArranged(read(PANES));

export const keepArranged = (arranged: Arranged): void => keep(PANES, JSON.stringify(arranged));

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
