/** The page as a person uses it: what the browser tests are written in. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test as base } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core answers, as far as it is looked at. */
interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
  }[];
}

export class Workbench {
  readonly page: Page;
  /** Errors and warnings of the page's console, and what it threw. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('requestfailed', (request) => {
      // A blob belongs to a sandbox, and ends with it.
      if (!request.url().startsWith('blob:')) this.complaints.push(`failed: ${request.url()}`);
    });
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

  /** What the terminal shows, row by row. */
  async terminal(): Promise<string> {
    const rows = await this.page.locator('.screen:visible .xterm-rows > div').allTextContents();
    return rows.map((row) => row.replaceAll(' ', ' ').trimEnd()).join('\n');
  }

  async expectTerminal(text: string | RegExp): Promise<void> {
    const expectation = expect.poll(() => this.terminal());
    await (typeof text === 'string' ? expectation.toContain(text) : expectation.toMatch(text));
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

  async settled(): Promise<void> {
    await expect
      .poll(async () => {
        const { at } = await this.position();
        return at - Number(await this.page.locator('.quarters').getAttribute('data-step'));
      })
      .toBe(0);
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
      document.activeElement?.dispatchEvent(event);
    }, text);
  }

  /** Serious faults that axe finds, readable. */
  async seriousFaults(): Promise<readonly string[]> {
    await this.page.evaluate(AXE);
    const result = await this.page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
    );
    return result.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${String(target)} ${failureSummary ?? ''}`),
      );
  }
}

/** A test that gets the page open, and fails when the page has complained. Take `page` from `workbench`. */
export const test = base.extend<{ workbench: Workbench }>({
  workbench: async ({ page }, use) => {
    const workbench = new Workbench(page);
    await workbench.open();
    await use(workbench);
    expect(workbench.complaints).toEqual([]);
  },
});

export { expect };
