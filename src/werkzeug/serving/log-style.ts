/** Colours of log lines. Mirrors `werkzeug.serving._ansi_style`. */

const CODES = { bold: 1, red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 } as const;

export type Style = keyof typeof CODES;

/** Text with ANSI colours; the last style comes first. @python werkzeug.serving._ansi_style */
export function _ansiStyle(value: string, ...styles: readonly Style[]): string {
  let text = value;
  for (const style of styles) text = `\x1b[${CODES[style]}m${text}`;
  return `${text}\x1b[0m`;
}
