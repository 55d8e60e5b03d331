/** What counts as a complaint of a page: decided here, for every browser test. */
import type { Page, Request } from '@playwright/test';

/** How Chromium calls a request whose document went away. */
const ABORTED = 'net::ERR_ABORTED';

/**
 * Collects errors and warnings of the page's console, what it threw, and requests that failed. None of these is a
 * complaint:
 * - a blob that failed: it belongs to a sandbox, and ends with it;
 * - a request that ended because its document did: parts that are fetched ahead are on their way at any time.
 * A request that is aborted while its document stays is one.
 */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  /** How many documents the page has shown. */
  let documents = 0;
  const startedIn = new WeakMap<Request, number>();
  const aborted = new Set<string>();
  const leaveDocument = (): void => {
    documents += 1;
    const rest = complaints.filter((complaint) => !aborted.has(complaint));
    complaints.splice(0, complaints.length, ...rest);
    aborted.clear();
  };

  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('framenavigated', (frame) => {
    // Not when the next document is asked for: until it is there, the one before may ask for more.
    if (frame === page.mainFrame()) leaveDocument();
  });
  page.on('request', (request) => startedIn.set(request, documents));
  page.on('requestfailed', (request) => {
    if (request.url().startsWith('blob:')) return;
    const complaint = `failed: ${request.url()} ${request.failure()?.errorText ?? ''}`;
    if (request.failure()?.errorText === ABORTED) {
      if (startedIn.get(request) !== documents) return;
      aborted.add(complaint);
    }
    complaints.push(complaint);
  });
  return complaints;
}

/** Stops collecting. */
export function ignoreComplaints(page: Page): void {
  for (const event of ['console', 'pageerror', 'framenavigated', 'request', 'requestfailed'] as const) {
    page.removeAllListeners(event);
  }
}
