/** A reader at the page, in any engine that puppeteer drives: keys and clicks are the browser's own. */
import type { Browser, ElementHandle, Page } from 'puppeteer-core';

/** How long a reader waits for what has to come, in milliseconds. */
const PATIENCE_MS = 15_000;

/** What browsers tell a page's console that is no fault of the page. */
const HARMLESS =
  /favicon|downloadable font|Layout was forced|preload|sourcemap|source map|scroll-linked|unreachable code/i;

export class Reader {
  readonly page: Page;
  /** Errors that the page let through. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    const complain = (text: string): void => {
      if (!HARMLESS.test(text)) this.complaints.push(text);
    };
    page.on('pageerror', (error) => complain(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complain(message.text());
    });
  }

  /** A reader without a past, or one who was here before and left all panes open. */
  static async at(browser: Browser, address: string, kept: Readonly<Record<string, string>> = {}): Promise<Reader> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    const reader = new Reader(page);
    // The sandbox's own document belongs to the same origin and runs nothing.
    await page.goto(new URL('glaswerk-sandbox.html', address).href);
    await page.evaluate((kept) => {
      for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
    }, kept);
    reader.complaints.length = 0;
    await page.goto(address);
    return reader;
  }

  async leave(): Promise<void> {
    await this.page.browserContext().close();
  }

  /** Waits until something in the page holds, looked at in each frame or so. */
  async until(what: string, holds: () => Promise<boolean>, patience = PATIENCE_MS): Promise<void> {
    const start = performance.now();
    while (!(await holds())) {
      if (performance.now() - start > patience) throw new Error(`no ${what} within ${patience / 1_000} s`);
      await new Promise((resolve) => void setTimeout(resolve, 20));
    }
  }

  /** The elements of a selector, in shadow roots too, that can be seen. */
  async seen(selector: string): Promise<ElementHandle<HTMLElement>[]> {
    const found = await this.page.evaluateHandle((selector) => {
      const all: HTMLElement[] = [];
      const look = (root: Document | ShadowRoot): void => {
        for (const element of root.querySelectorAll<HTMLElement>('*')) {
          if (element.matches(selector) && element.checkVisibility({ visibilityProperty: true })) all.push(element);
          if (element.shadowRoot !== null) look(element.shadowRoot);
        }
      };
      look(document);
      return all;
    }, selector);
    const properties = await found.getProperties();
    return [...properties.values()].flatMap((handle) => {
      const element = handle.asElement();
      return element === null ? [] : [element as ElementHandle<HTMLElement>];
    });
  }

  /** The text of what can be seen, spaces as one. */
  async texts(selector: string): Promise<string[]> {
    const found = await this.seen(selector);
    return Promise.all(
      found.map((element) => element.evaluate(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim())),
    );
  }

  async expect(selector: string, text: string): Promise<void> {
    await this.until(`"${text}" in ${selector}`, async () =>
      (await this.texts(selector)).some((found) => found.includes(text)),
    );
  }

  /** Everything that the terminal in sight has shown. */
  async terminal(): Promise<string> {
    const [screen] = await this.seen('.screen');
    return (await screen?.evaluate((element) => (element as HTMLElement & { transcript?: string }).transcript)) ?? '';
  }

  async expectTerminal(text: string): Promise<void> {
    await this.until(`"${text}" in the terminal`, async () => (await this.terminal()).includes(text));
  }

  /** Presses the button of a name, once there is one. */
  async press(name: string): Promise<void> {
    let found: ElementHandle<HTMLElement> | undefined;
    await this.until(`button "${name}"`, async () => {
      for (const button of await this.seen('button, [role="button"], [role="tab"]')) {
        const label = await button.evaluate(
          (element) => element.getAttribute('aria-label') ?? element.textContent.replaceAll(/\s+/g, ' ').trim(),
        );
        if (label === name && (await button.evaluate((element) => !element.matches(':disabled')))) found = button;
      }
      return found !== undefined;
    });
    await found?.click();
  }

  async click(selector: string): Promise<void> {
    await this.until(selector, async () => (await this.seen(selector)).length > 0);
    await (await this.seen(selector))[0]?.click();
  }

  async type(text: string): Promise<void> {
    for (const [place, line] of text.split('\n').entries()) {
      if (place > 0) await this.page.keyboard.press('Enter');
      await this.page.keyboard.type(line);
    }
  }
}
