/** Pages whose addresses are at the top, and whose sources are not: in the build and on the development server. */
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { ROOT } from '../../support/root.ts';

/** A page: its HTML, in which addresses begin at the top, and the files that it is made of. */
export interface PageElsewhere {
  readonly html: () => string;
  readonly from: readonly string[];
}

/** @param pages by their addresses. */
export function pagesElsewhere(pages: Readonly<Record<string, PageElsewhere>>): Plugin {
  const byId = new Map(Object.entries(pages).map(([file, page]) => [resolve(ROOT, file), page]));
  return {
    name: 'pages-elsewhere',
    enforce: 'pre',
    resolveId: (id) => (Object.hasOwn(pages, id) ? resolve(ROOT, id) : null),
    load(id) {
      const page = byId.get(id);
      if (page === undefined) return null;
      for (const file of page.from) this.addWatchFile(resolve(ROOT, file));
      return page.html();
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = new URL(request.url ?? '', 'http://localhost').pathname.slice(1);
        const page = Object.hasOwn(pages, file) ? pages[file] : undefined;
        if (page === undefined) return next();
        server.transformIndexHtml(`/${file}`, page.html()).then((html) => {
          response.setHeader('Content-Type', 'text/html').end(html);
        }, next);
      });
    },
  };
}
