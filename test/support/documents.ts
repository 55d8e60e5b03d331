/** What the documents of the project refer to: npm scripts, files in code, links. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** The scripts that a text asks npm to run. npm has short forms for two: `npm test` is `npm run test`. */
export function scriptsIn(text: string): string[] {
  const named = [
    ...text.matchAll(/\bnpm run (?:-s |--silent )?([a-z][\w:]*)/g),
    ...text.matchAll(/\bnpm (start|test)\b/g),
  ];
  return named.map(([, script = '']) => script);
}

/**
 * The files and folders of the project that a text names in code, as in `src/kernel`. Patterns and placeholders are
 * left out.
 */
export function pathsIn(text: string): string[] {
  const fences = [...text.matchAll(/^```\w*\n(.*?)^```/gms)].map(([, block = '']) => block);
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...fences, ...spans].flatMap(
    (code) => code.match(/(?<![\w./-])(?:src|web|test)\/[\w./-]*\w(?![\w*{<…/-])/g) ?? [],
  );
}

/** A relative link of a document: the file it leads to, and the heading there (`#a-name`), if it names one. */
export interface Link {
  readonly file: string;
  readonly heading: string | undefined;
}

/** The relative links of a document, and its pictures. */
export function linksIn(document: string): Link[] {
  const targets = [...readFileSync(document, 'utf8').matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map(
    ([, target = '']) => target,
  );
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', heading] = target.split('#');
      const path = file === '' ? document : posix.join(posix.dirname(document), file);
      return { file: path, heading };
    });
}

/** The headings of a document, as links name them: `## Run one test` is `run-one-test`. */
export function headingsIn(document: string): string[] {
  return [...readFileSync(document, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
