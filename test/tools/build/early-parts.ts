/**
 * The page asks for the worker's program, and for everything that is seen, once its first script runs. Named in its
 * HTML, they are on their way beside that.
 */
import type { Plugin, Rolldown } from 'vite';

/** The chunks of the parts that every machine needs, as web/sandbox/parts.ts imports them. */
const EARLY = /^assets\/(?:core|sessions)-[\w-]+\.js$/;
/** What web/page/main.ts imports when the worker starts. */
const OPENING = /\/web\/page\/opening\.ts$/;

/** The page itself, at the top of the project. */
const PAGE = /\/index\.html$/;

/** What index.html names, as soon as that is known. */
const first = new Set<string>();

/** What a part that comes later asks for by name: not what is there already. */
export const notYetThere = (file: string, dependencies: string[], host: string): string[] =>
  first.has(file) || first.has(host) ? dependencies.filter((dependency) => !first.has(dependency)) : dependencies;

export function earlyParts(): Plugin {
  return {
    name: 'early-parts',
    generateBundle: {
      order: 'pre',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const chunkOf = (module: RegExp) => chunks.find(({ facadeModuleId }) => module.test(facadeModuleId ?? ''));
        const opening = chunkOf(OPENING);
        // Tests build pages of their own, which bring their parts themselves.
        if (chunkOf(PAGE) === undefined) return;
        if (opening === undefined) throw new Error('index.html: there is no chunk that opens the page');
        const parts = Object.keys(bundle).filter((file) => EARLY.test(file));
        for (const file of [...parts, ...withImports(bundle, opening.fileName)]) first.add(file);
      },
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle, path }) {
        if (bundle === undefined || path !== '/index.html') return [];
        return [...first]
          .filter((file) => !html.includes(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
            injectTo: 'head' as const,
          }));
      },
    },
  };
}

/** A chunk, and all that load with it. */
function withImports(bundle: Rolldown.OutputBundle, first: string): readonly string[] {
  const files = new Set([first]);
  for (const file of files) {
    const chunk = bundle[file];
    if (chunk?.type === 'chunk') for (const name of chunk.imports) files.add(name);
  }
  return [...files];
}
