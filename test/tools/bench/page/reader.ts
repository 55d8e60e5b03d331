/** A tab with the page, and what is done there again and again. */
import type { Browser, Page } from '@playwright/test';
import { RETURNING } from '../../../e2e/pages.ts';
import { Realms } from './cdp.ts';
import { installProbe } from './probe.ts';

export async function open(browser: Browser, address: string, kind = 'Base'): Promise<{ page: Page; realms: Realms }> {
  const localStorage = Object.entries(RETURNING).map(([name, value]) => ({ name, value }));
  const origins = [{ origin: new URL(address).origin, localStorage }];
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: { cookies: [], origins },
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.addInitScript(installProbe);
  const realms = await Realms.of(page);
  await page.goto(address);
  await page.getByText('127.0.0.1:5000').first().waitFor();
  if (kind !== 'Base') await page.getByRole('button', { name: kind, exact: true }).click();
  await request(page, { times: 3 });
  return { page, realms };
}

/** Sends requests one after the other, and waits until the page knows of what they did. */
export async function request(page: Page, limits: { times?: number; steps?: number }): Promise<void> {
  await page.evaluate((limits) => glaswerkProbe.ask(limits), limits);
  await settle(page);
}

export const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let last = -1; last !== glaswerkProbe.length();) {
      last = glaswerkProbe.length();
      await new Promise((resolve) => void setTimeout(resolve, 400));
    }
  });

/** Until the machine has made the way to every step short. */
export const ready = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () =>
      Number(
        document.querySelector('#workbench')?.shadowRoot?.querySelector<HTMLElement>('.quarters')?.dataset['ready'],
      ) === glaswerkProbe.length(),
    undefined,
    { timeout: 120_000 },
  );
