/** The terminal's colours, read from the page's custom properties. */
import type { ITheme } from '@xterm/xterm';

/** The colours that are in force now. */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--glaswerk-${name}`).trim();
  return {
    background: colour('surface'),
    foreground: colour('text'),
    cursor: colour('accent'),
    cursorAccent: colour('surface'),
    selectionBackground: colour('selection'),
    brightBlack: colour('faint'),
    cyan: colour('accent'),
    magenta: colour('violet'),
    red: colour('red'),
    scrollbarSliderBackground: colour('thumb'),
    scrollbarSliderHoverBackground: colour('faint'),
    scrollbarSliderActiveBackground: colour('faint'),
  };
}
