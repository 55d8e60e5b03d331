/** The colours of a terminal: custom properties of its face. */
import type { ITheme } from '@xterm/xterm';

/** The colours that apply to `host` now. */
export function terminalColours(host: Element): ITheme {
  const style = getComputedStyle(host);
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
    // Beside the scrollbar: white by default.
    overviewRulerBorder: colour('surface'),
    scrollbarSliderBackground: colour('thumb'),
    scrollbarSliderHoverBackground: colour('faint'),
    scrollbarSliderActiveBackground: colour('faint'),
  };
}
