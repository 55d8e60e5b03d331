/** Text with ANSI colours (SGR) as spans. Every other escape is dropped: a log can colour, nothing else. */

export interface Span {
  readonly text: string;
  /** Names of what is on: `bold`, `red`, … */
  readonly styles: readonly string[];
}

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const ESCAPE = /\x1b\[([0-9;]*)m|\x1b\[[0-9;?]*[@-~]|\x1b./g; // oxlint-disable-line no-control-regex -- escapes are control characters
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g; // oxlint-disable-line no-control-regex -- to make them visible

/** Cuts text into spans of one style each. */
export function ansiSpans(text: string): Span[] {
  const spans: Span[] = [];
  let styles: string[] = [];
  let from = 0;
  const push = (to: number): void => {
    if (to > from) spans.push({ text: text.slice(from, to).replace(CONTROL, '�'), styles });
  };
  for (const match of text.matchAll(ESCAPE)) {
    push(match.index);
    from = match.index + match[0].length;
    if (match[1] !== undefined) for (const code of match[1].split(';')) styles = styled(styles, Number(code));
  }
  push(text.length);
  return spans;
}

function styled(styles: string[], code: number): string[] {
  if (code === 0) return [];
  if (code === 1) return [...styles, 'bold'];
  const colour = COLOURS[code - 30];
  if (colour === undefined) return styles;
  return [...styles.filter((style) => !COLOURS.includes(style)), colour];
}
