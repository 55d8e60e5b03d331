/**
 * The page as one file, which needs no server: all that the page ever loads is inside of it, and its options stand at
 * its top. A page that is opened from a disk may load no module beside it, but one that stands in it may run.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin, Rolldown, UserConfig } from 'vite';
import { narrowDocument, narrowStyle } from './narrow-documents.ts';

/** The name of the file, beside index.html. The page fetches it to save a lesson in it. */
export const ONE_FILE = 'glaswerk-one-file.html';

/** How it is built: `vite build --mode one-file`, after the page. */
export const oneFile: UserConfig = {
  build: {
    outDir: 'dist/page',
    emptyOutDir: false,
    target: 'es2023',
    modulePreload: false,
    rolldownOptions: {
      input: 'web/page/main.ts',
      output: { format: 'es', codeSplitting: false, entryFileNames: 'one-file.js' },
    },
  },
  publicDir: false,
};

const SCRIPT = /\s*<script type="module" src="[^"]*"><\/script>/;
const STYLE = /<link rel="stylesheet" href="([^"]*)" \/>/;
const POLICY = /(http-equiv="Content-Security-Policy"\s*content=")([^"]*)"/;
const SANDBOX_HASH = /'sha256-[^']+'/;

/** Leaves out what stages of embedded examples say: the page itself has none. */
export function withoutStageTexts(): Plugin {
  return {
    name: 'without-stage-texts',
    load: { filter: { id: /\/web\/texts\/\w+\/stage\.ts$/ }, handler: () => 'export const STAGE = {};' },
  };
}

/** Its machine has all parts of the program from the start. */
export function withoutGrowing(): Plugin {
  return {
    name: 'without-growing',
    load: {
      filter: { id: /\/web\/sandbox\/growing-link\.ts$/ },
      handler: () => `import { MachineLink } from './machine-link.ts';
export class GrowingLink extends MachineLink {
  constructor(events, scope, sandbox) {
    super(events, scope, { sandbox: () => sandbox, isShared: false });
  }
  bringRest() {}
}`,
    },
  };
}

/** Puts the script, the style and the options into the page. */
export function oneFilePage(root: string): Plugin {
  return {
    name: 'one-file-page',
    generateBundle: {
      // When vite has put its last touches to the chunk.
      order: 'post',
      handler(_options, bundle) {
        const [chunk] = Object.values(bundle).filter((file): file is Rolldown.OutputChunk => file.type === 'chunk');
        if (chunk === undefined) throw new Error('the page as one file: nothing was built');
        for (const name of Object.keys(bundle)) delete bundle[name];
        const html = readFileSync(`${root}/index.html`, 'utf8');
        const style = STYLE.exec(html)?.[1];
        if (style === undefined || !SCRIPT.test(html) || !POLICY.test(html))
          throw new Error('index.html: its style sheet, its script or its policy is not where it was');
        const css = narrowStyle(readFileSync(`${root}/${style}`, 'utf8'));
        this.emitFile({ type: 'asset', fileName: ONE_FILE, source: pageOf(html, css, inHtml(chunk.code)) });
      },
    },
  };
}

/** Each replacement is a function: texts of scripts have dollar signs. */
function pageOf(html: string, css: string, script: string): string {
  const hash = SANDBOX_HASH.exec(html)?.[0] ?? '';
  const policy = [
    `default-src 'none'; script-src ${hashOf(script)} ${hash} blob:; worker-src blob:; style-src ${hashOf(css)}`,
    `img-src data:; font-src data:; object-src 'none'; base-uri 'none'; form-action 'none'`,
  ].join('; ');
  return narrowDocument(html)
    .replace(POLICY, (_, before: string) => `${before}${policy}"`)
    .replace(STYLE, () => `<style>${css}</style>\n${OPTIONS}`)
    .replace(SCRIPT, '')
    .replace('</body>', () => `<script type="module">${script}</script>\n</body>`);
}

/** Where the options stand: plain data, which anyone can change. */
const OPTIONS = `<!-- What this file shows: "lesson" (a lesson, or the id of one of Glaswerk's), "language", "theme". -->
<script type="application/json" id="glaswerk-options">{}</script>`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** In HTML a script must not hold its own end, nor what begins a comment with a script in it. */
const inHtml = (code: string): string => code.replaceAll(/<(?=\/?script|!--)/gi, String.raw`\x3c`);
