/**
 * Debian's package of furo has its script as it is before furo's own package bundles it: no browser can load it, and
 * the switch between light and dark is dead. This bundles it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

export function mendFuro(folder: string): void {
  // What belongs to no package of its own is read as this project's are: as modules, which one of them is not.
  writeFileSync(join(folder, 'build/package.json'), '{}');
  const script = join(folder, 'build/_static/scripts/furo.js');
  buildSync({ entryPoints: [script], outfile: script, bundle: true, allowOverwrite: true, logLevel: 'warning' });
}
