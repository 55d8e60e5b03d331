/** Generated parts of Markdown files, between `<!-- name:begin -->` and `<!-- name:end -->`. */
import { readFileSync, writeFileSync } from 'node:fs';

const marks = (name: string): readonly [begin: string, end: string] => [
  `<!-- ${name}:begin -->`,
  `<!-- ${name}:end -->`,
];

/** The text between the marks. Throws when there are no marks. */
export function readSection(path: string, name: string): string {
  const text = readFileSync(path, 'utf8');
  const [begin, end] = marks(name);
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no section ${begin} … ${end}`);
  return text.slice(from + begin.length, to).trim();
}

/** Replaces the text between the marks. */
export function writeSection(path: string, name: string, content: string): void {
  readSection(path, name);
  const text = readFileSync(path, 'utf8');
  const [begin, end] = marks(name);
  writeFileSync(
    path,
    `${text.slice(0, text.indexOf(begin) + begin.length)}\n\n${content}\n\n${text.slice(text.indexOf(end))}`,
  );
}
