/** Light, dark, or as the system says. The choice is kept in this browser. */
import type { Theme } from '../kit/face.ts';

const KEY = 'glaswerk-theme';

/** The choice made earlier. A browser that keeps nothing is not an error. */
export function readTheme(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : 'auto';
  } catch {
    return 'auto';
  }
}

/** Keeps the choice, where the browser keeps anything. */
export function keepTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The theme holds until the page is closed.
  }
}
