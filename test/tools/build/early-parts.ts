/**
 * The page asks for the worker's program once its own scripts run. Named in its HTML, the program is on its way beside
 * them.
 */
import type { Plugin } from 'vite';

/** The chunks of the parts that every machine needs, as web/sandbox/parts.ts imports them. */
const EARLY = /^assets\/(?:core|full)-[\w-]+\.js$/;

export function earlyParts(): Plugin {
  return {
    name: 'early-parts',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle, path }) {
        if (bundle === undefined || path !== '/index.html') return [];
        return Object.keys(bundle)
          .filter((file) => EARLY.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
            injectTo: 'head' as const,
          }));
      },
    },
  };
}
