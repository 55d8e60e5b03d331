/** Bundles a module of the project as a script for a page. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** A module and all it imports as a classic script that leaves its exports as `name`; minified, as the page has it. */
export async function classicScript(path: string, name: string): Promise<string> {
  const entry = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const lib = { entry, formats: ['iife' as const], name };
  const options = { write: false, target: 'es2023', lib };
  const result = await build({ configFile: false, logLevel: 'warn', publicDir: false, build: options });
  const [bundle] = Array.isArray(result) ? result : [result];
  if (bundle === undefined || !('output' in bundle)) throw new Error('nothing was built');
  return bundle.output[0].code;
}
