/** The page as a person uses it: what the browser tests are written in. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test as base } from '@playwright/test';
import type { Browser, Locator, Page } from '@playwright/test';
import { collectComplaints, ignoreComplaints } from './complaints.ts';
import { once } from './once.ts';
import type { PageKind } from './pages.ts';
import { Pages } from './pages.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core answers, as far as it is looked at. */
interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
  }[];
}

interface Axe {
  run(options: { readonly resultTypes: readonly string[] }): Promise<AxeResult>;
}

/** Waits for a condition, and looks often: most come within a few frames. */
export function poll<T>(look: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { intervals: [20, 40, 80, 160, 250] });
}

/** Everything that a terminal has shown, as text. */
export const transcriptOf = (screen: Locator): Promise<string> =>
  screen.evaluate((element) => (element as HTMLElement & { readonly transcript: string }).transcript);

export class Workbench {
  readonly page: Page;
  /** What the page has to complain of; see complaints.ts. */
  readonly complaints: string[];

  constructor(page: Page) {
    this.page = page;
    this.complaints = collectComplaints(page);
  }

  async open(): Promise<void> {
    await this.page.goto('./');
    await expect(this.page.locator('.listening')).toHaveText('127.0.0.1:5000', { useInnerText: false });
  }

  /** Types into the terminal, which has the focus from the start. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async focusTerminal(): Promise<void> {
    await this.page.locator('.screen:visible').click();
  }

  /** What the terminal has shown, and what is being written: also what has gone out of sight. */
  terminal(): Promise<string> {
    return transcriptOf(this.page.locator('.screen:visible'));
  }

  /** What of that is in sight, row by row. */
  async seen(): Promise<string> {
    const rows = await this.page.locator('.screen:visible .xterm-rows > div').allTextContents();
    return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
  }

  async expectTerminal(text: string | RegExp): Promise<void> {
    const expectation = poll(() => this.terminal());
    await (typeof text === 'string' ? expectation.toContain(text) : expectation.toMatch(text));
  }

  /**
   * Waits until the list shows the end of a client's process, the last step of its connection: until then the log
   * grows.
   */
  async expectRest(connection: number): Promise<void> {
    await expect(this.page.locator('.steps')).toContainText(new RegExp(`connection ${connection}\\s*status 0`));
  }

  /**
   * What an element says from now on, also for a moment only; answers what it has said so far. Of the first that fits,
   * once there is one.
   */
  async texts(selector: string): Promise<() => Promise<readonly string[]>> {
    const seen = await this.page.evaluateHandle((selector) => {
      const texts: string[] = [];
      const look = (): void => {
        const text = document
          .querySelector('#workbench')
          ?.shadowRoot?.querySelector(selector)
          ?.textContent?.replaceAll(/\s+/g, ' ')
          .trim();
        if (text !== undefined && text !== texts.at(-1)) texts.push(text);
      };
      look();
      const changes = { childList: true, subtree: true, characterData: true };
      new MutationObserver(look).observe(document.querySelector('#workbench')?.shadowRoot as Node, changes);
      return texts;
    }, selector);
    return () => seen.jsonValue();
  }

  lane(name: string): Locator {
    return this.page.locator(`[data-lane="${name}"]`);
  }

  /** How many bytes came into a lane, and how many of them nobody has read. */
  async bytes(name: string): Promise<{ total: number; unread: number }> {
    const { total, unread } = await this.lane(name).evaluate((lane) => ({ ...(lane as HTMLElement).dataset }));
    return { total: Number(total), unread: Number(unread) };
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** A control of the top bar, also where the bar has no room for it. */
  async inBar(control: Locator): Promise<Locator> {
    // In a window of another size the bar is arranged with the next frame.
    await this.drawn();
    if (!(await control.isVisible())) await this.button('More').click();
    return control;
  }

  /** How far the cursor is in the log, and how long that is. */
  async position(): Promise<{ at: number; length: number }> {
    const text = (await this.page.locator('.position').textContent()) ?? '';
    const [at, length] = [...text.replaceAll(',', '').matchAll(/\d+/g)].map(([digits]) => Number(digits));
    return { at: at ?? Number.NaN, length: length ?? Number.NaN };
  }

  /** Presses a key in the list of steps, and waits until all panes show the step under the cursor. */
  async move(key: string): Promise<void> {
    await this.page.locator('.steps').press(key);
    await this.settled();
  }

  /** Waits until the page has told its panes what was just asked for, and they have drawn it. */
  async drawn(): Promise<void> {
    // That comes after a timer of the page's, or with its next frame: those come first.
    await this.page.evaluate(async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
      for (let frames = 0; frames < 2; frames += 1) {
        await new Promise((resolve) => {
          requestAnimationFrame(resolve);
        });
      }
    });
  }

  async settled(): Promise<void> {
    await this.drawn();
    await poll(() =>
      this.page.evaluate(() => {
        const at = document
          .querySelector('#workbench')
          ?.shadowRoot?.querySelector('.position')
          ?.textContent?.replaceAll(',', '')
          .match(/\d+/)?.[0];
        return (
          Number(at) -
          Number(
            document.querySelector('#workbench')?.shadowRoot?.querySelector('.quarters')?.getAttribute('data-step'),
          )
        );
      }),
    ).toBe(0);
  }

  /** Leaves only one kind of steps in the list. */
  async showOnly(kind: string): Promise<void> {
    const others = this.page.getByRole('group', { name: 'Kinds of steps to show' }).getByRole('button');
    for (const button of await others.all()) {
      if ((await button.textContent())?.trim() !== kind) await button.click();
    }
  }

  /** Pastes into what has the focus. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector('#workbench')?.shadowRoot?.activeElement?.dispatchEvent(event);
    }, text);
  }

  /** Faults of any impact that axe finds, best practice included, readable. */
  async seriousFaults(): Promise<readonly string[]> {
    if (!(await this.page.evaluate(() => 'axe' in globalThis))) await this.page.evaluate(AXE);
    const result = await this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: Axe };
      let changes = 0;
      // A terminal keeps house for a second after each answer, a little at a time: its cursor blinks, its scrollbar
      // goes, the rows that are read aloud follow those that are seen. Beginning again each time took seconds.
      const isHousekeeping = ({ target }: MutationRecord): boolean => {
        const element = target instanceof Element ? target : target.parentElement;
        return element?.matches('.screen, .scrollbar, .xterm-accessibility *') === true;
      };
      const observer = new MutationObserver((records) => {
        changes += records.filter((record) => !isHousekeeping(record)).length;
      });
      const root = document.querySelector('#workbench')?.shadowRoot;
      if (root) observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      for (;;) {
        const before = changes;
        // What is well is not written up.
        const found = await axe.run({ resultTypes: ['violations'] });
        // A page that changed meanwhile was read half before and half after: that is no page anyone sees.
        if (changes === before) {
          observer.disconnect();
          return found;
        }
      }
    });
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${String(target)} ${failureSummary ?? ''}`),
    );
  }
}

interface Fixtures {
  /** The page, open. The test fails when the page has complained. */
  readonly workbench: Workbench;
  /** Whether the test needs a page that nobody has used, because it is about what is cached or loaded. */
  readonly hasOwnPage: boolean;
}

const pagesOf = once((browser: Browser) => Promise.resolve(new Pages(browser)));

export const test = base.extend<Fixtures>({
  hasOwnPage: [false, { option: true }],
  page: async ({ browser, hasOwnPage, baseURL, viewport, hasTouch, isMobile, permissions }, use) => {
    const pages = await pagesOf(browser);
    if (baseURL === undefined) throw new Error('the configuration names no baseURL');
    const kind: PageKind = { baseURL, viewport, hasTouch, isMobile, permissions: permissions ?? [] };
    if (hasOwnPage) {
      const page = await pages.open(kind);
      await use(page);
      await page.context().close();
    } else {
      const page = await pages.take(kind);
      await use(page);
      ignoreComplaints(page);
      await pages.rest(kind, page);
    }
  },
  workbench: async ({ page }, use) => {
    const workbench = new Workbench(page);
    await workbench.open();
    await use(workbench);
    expect(workbench.complaints).toEqual([]);
  },
});

export { expect };
