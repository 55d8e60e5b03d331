/** Light, dark, or as the system says. The choice is kept in this browser. */

export type Theme = 'auto' | 'light' | 'dark';

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

/** Puts a theme in force and remembers it. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Private windows may refuse; the theme holds until the page is left.
  }
}
