/** The parts of the page that come when they are wanted, and ahead of that once the page is idle: then it works without a network too. */

/** How long after its start the page is left alone, and how long a part waits at most for an idle moment. */
const START_MS = 2_000;
const IDLE_MS = 1_000;

/** Style sheets of parts that did not come: the bundler asks for each of them only once. */
const lost = new Set<HTMLLinkElement>();

/** Asks for the style sheets again that did not come. */
async function bringLost(): Promise<void> {
  const links = [...lost];
  lost.clear();
  const come = links.map(
    (link) =>
      new Promise((resolve) => {
        const next = link.cloneNode() as HTMLLinkElement;
        for (const end of ['load', 'error']) next.addEventListener(end, resolve);
        link.replaceWith(next);
      }),
  );
  await Promise.all(come);
}

/** The loader of a part: it loads it once, and again if that failed. */
function part<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () =>
    (loaded ??= bringLost()
      .then(load)
      .catch((error: unknown) => {
        loaded = undefined;
        throw error;
      }));
}

export const lazy = {
  compile: part(() => import('../parts/editor/compile.ts')),
  keyboard: part(() => import('../page/keyboard/keyboard.ts')),
  later: part(() => import('../parts/clients/later-panel.ts')),
  links: part(() => import('../page/share/links.ts')),
  byteLinks: part(() => import('../parts/buffers/byte-links.ts')),
  serverViews: part(() => import('../parts/ladder/server-views.ts')),
  listing: part(() => import('../parts/source/listing.ts')),
  branches: part(() => import('../parts/steps/branch-strip.ts')),
  strip: part(() => import('../parts/debug/strip.ts')),
  drawer: part(() => import('../parts/debug/drawer.ts')),
  comparison: part(() => import('../parts/compare/compare-pane.ts')),
  editor: part(() => import('../parts/editor/editor-pane.ts')),
};

/** Fetches every part, one after the other, each when there is nothing else to do; what fails comes when it is wanted. */
export async function loadAhead(): Promise<void> {
  document.addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') lost.add(target);
    },
    { capture: true },
  );
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  if (connection?.saveData === true) return;
  await new Promise((resolve) => {
    setTimeout(resolve, START_MS);
  });
  for (const load of Object.values(lazy)) {
    await new Promise<unknown>((resolve) => {
      if ('requestIdleCallback' in window) requestIdleCallback(resolve, { timeout: IDLE_MS });
      else setTimeout(resolve, IDLE_MS);
    });
    await load().catch(() => undefined);
  }
}
