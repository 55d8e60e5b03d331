/**
 * Lines of an app that its author hides from readers at first: those between `// #region hidden` and `// #endregion`,
 * which editors fold as well.
 */

export interface Part {
  readonly isHidden: boolean;
  /** The number of its first line, from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

const BEGIN = /^\s*(?:\/\/|\/\*)\s*#region\s+hidden\b/;
const END = /^\s*(?:\/\/|\/\*)\s*#endregion\b/;

/** The text in parts that are seen and parts that are not. A region without an end goes to the end of the text. */
export function partsOf(source: string): readonly Part[] {
  const parts: { isHidden: boolean; first: number; lines: string[] }[] = [];
  let isHidden = false;
  for (const [at, line] of source.replace(/\n$/, '').split('\n').entries()) {
    const begins = !isHidden && BEGIN.test(line);
    if (begins) isHidden = true;
    const last = parts.at(-1);
    if (last === undefined || begins || last.isHidden !== isHidden) {
      parts.push({ isHidden, first: at + 1, lines: [line] });
    } else last.lines.push(line);
    if (isHidden && END.test(line)) isHidden = false;
  }
  return parts;
}
