/** Builds the pages that tests mount faces and stages in. */
import { resolve } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../support/root.ts';
import { OWN_PAGES } from './own-pages.ts';

const input = ['test/e2e/mount/mount.html', 'test/e2e/stage/stage.html'].map((file) => resolve(ROOT, file));

await build({
  root: ROOT,
  logLevel: 'error',
  // As the page is built, but in place of its pages: entries in the options would come beside them.
  plugins: [{ name: 'own-pages', options: (given) => ({ ...given, input }) }],
  build: { outDir: OWN_PAGES, emptyOutDir: true },
});
