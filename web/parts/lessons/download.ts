/** Files that the reader gets: a lesson, and the page as one file with a lesson in it. */
import type { Scope } from '../../kit/scope.ts';

/** How long a browser may take to begin. */
const PATIENCE_MS = 10_000;

export function download(scope: Scope, name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  scope.timeout(() => URL.revokeObjectURL(url), PATIENCE_MS);
}

/** Beside the page; `npm run build` makes it. */
const ONE_FILE = 'glaswerk-one-file.html';
/** What its options are to begin with. */
const NO_OPTIONS = 'id="glaswerk-options">{}<';

/** Whether the page has been opened from a disk: then no file beside it can be read. */
export const isOnDisk = (): boolean => location.protocol === 'file:';

/** The page as one file with these options in it. Rejects when it is not there. */
export async function oneFileWith(options: object): Promise<string> {
  const response = await fetch(new URL(ONE_FILE, document.baseURI));
  if (!response.ok) throw new Error(`${ONE_FILE}: ${response.status}`);
  const page = await response.text();
  if (!page.includes(NO_OPTIONS)) throw new Error(`${ONE_FILE}: it has no place for options`);
  // In HTML the data must not hold the end of its own element.
  const data = JSON.stringify(options, undefined, 2).replaceAll('<', String.raw`\u003c`);
  return page.replace(NO_OPTIONS, () => `id="glaswerk-options">\n${data}\n<`);
}
