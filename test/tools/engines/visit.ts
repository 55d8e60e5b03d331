/**
 * What a browser does that opens the address of engines.ts: replays the scenarios, uses the page in a frame, and
 * reports.
 */
import { replay } from '../../../src/index.ts';
import { scenarioOfSeed } from '../../support/scenarios.ts';

/** What a visit found wrong in each check: '' is nothing. */
export interface Visit {
  readonly userAgent: string;
  readonly faults: Readonly<Record<string, string>>;
}

/** The trace of each seed's scenario, as one word. */
export function tracesOf(seeds: number): string[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const { trace } = replay(scenarioOfSeed(seed));
    return `${trace.length}-${trace.hash()}`;
  });
}

/** Only for what hangs. */
const PATIENCE_MS = 15_000;

const all = (selector: string): HTMLElement[] => [
  ...(document
    .querySelector('iframe')
    ?.contentDocument?.querySelector('#workbench')
    ?.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const shows = (selector: string, text: string): boolean =>
  all(selector).some((found) => found.textContent.includes(text));
const press = (name: string): void =>
  all('button')
    .find((button) => (button.getAttribute('aria-label') ?? button.textContent.trim()) === name)
    ?.click();

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const start = performance.now(); !holds();) {
    if (performance.now() - start > PATIENCE_MS) throw new Error(`no ${what}`);
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
}

const CHECKS: Readonly<Record<string, () => Promise<void>>> = {
  'the server listens': () => until('address', () => shows('.listening', '127.0.0.1:5000')),
  async 'a request is answered'() {
    press('GET');
    await until(
      'answer',
      () => shows('.xterm-rows > div', 'closed by the server') && shows('.xterm-rows > div', 'success'),
    );
  },
  async 'an app that loops is ended'() {
    localStorage.setItem('glaswerk-app:hello', 'export const app = () => { for (;;); };');
    document.querySelector('iframe')?.contentWindow?.location.reload();
    await until('reload', () => !shows('.listening', '127.0.0.1:5000'));
    await until('address', () => shows('.listening', '127.0.0.1:5000'));
    press('GET');
    await until('end', () => shows('[role="alert"]', 'did not return'));
  },
};

/** Does it all; the page, if it is to be used, is in a frame of this document. */
export async function visit(expected: readonly string[]): Promise<Visit> {
  const faults: Record<string, string> = {};
  const checks = document.querySelector('iframe') === null ? {} : CHECKS;
  for (const [name, check] of Object.entries(checks)) faults[name] = await check().then(() => '', String);
  const others = tracesOf(expected.length).filter((trace, seed) => trace !== expected[seed]).length;
  faults[`${expected.length} traces are those of Node`] = others === 0 ? '' : `${others} are others`;
  return { userAgent: navigator.userAgent, faults };
}
