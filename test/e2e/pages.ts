/**
 * The pages that browser tests run in. Tests that ask for the same kind of page (a desk, a phone, one that may use the
 * clipboard) use one after the other the same one: a new context and a browser process that has everything yet to
 * compile take longer than most tests. Between two tests the page goes to an empty document, which ends its machine,
 * and forgets what it has stored.
 */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';

/** What makes pages different. */
export type PageKind = Required<
  Pick<BrowserContextOptions, 'baseURL' | 'viewport' | 'hasTouch' | 'isMobile' | 'permissions'>
>;

/** How many times slower than it is the processor is to be for the page. */
const slowdown = Number(process.env['CPU_SLOWDOWN'] ?? 1);
if (!(slowdown >= 1)) throw new Error(`CPU_SLOWDOWN is ${process.env['CPU_SLOWDOWN']}; it has to be a number from 1`);

/**
 * What a page keeps of a reader who was there before, and left the controls of the machine and the list of steps open:
 * most tests are about these. `front.spec.ts` comes for the first time.
 */
export const RETURNING: Readonly<Record<string, string>> = {
  'glaswerk-visited': 'yes',
  'glaswerk-lab': 'open',
  'glaswerk-steps': 'open',
};

/** A document of the page's own origin that does nothing there. */
const REST = './glaswerk-sandbox.html';

export class Pages {
  private readonly _browser: Browser;
  private readonly _resting = new Map<string, Page>();

  constructor(browser: Browser) {
    this._browser = browser;
  }

  /** A page that is like a new one, and has cached what all of them need. */
  async take(kind: PageKind): Promise<Page> {
    const key = JSON.stringify(kind);
    const page = this._resting.get(key) ?? (await this.open(kind));
    this._resting.delete(key);
    return page;
  }

  /** Takes a page back. */
  async rest(kind: PageKind, page: Page): Promise<void> {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().setOffline(false);
    await page.emulateMedia({ media: null, colorScheme: 'light', reducedMotion: 'no-preference' });
    if (kind.viewport) await page.setViewportSize(kind.viewport);
    // A pointer that rests on something points at it in the next document too.
    await page.mouse.move(0, 0);
    await page.goto(REST);
    await page.evaluate(
      async ({ hasClipboard, kept }) => {
        localStorage.clear();
        sessionStorage.clear();
        for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
        if (hasClipboard) await navigator.clipboard.writeText('');
      },
      { hasClipboard: kind.permissions.includes('clipboard-write'), kept: RETURNING },
    );
    this._resting.set(JSON.stringify(kind), page);
  }

  /** A page in a context of its own. */
  async open(kind: PageKind): Promise<Page> {
    const localStorage = Object.entries(RETURNING).map(([name, value]) => ({ name, value }));
    const storageState = { cookies: [], origins: [{ origin: new URL(kind.baseURL).origin, localStorage }] };
    const context = await this._browser.newContext({ ...kind, storageState });
    const page = await context.newPage();
    if (slowdown > 1) {
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    }
    return page;
  }
}
