/** What runs in the page while it is measured: plain functions without imports, handed over as text. */

/** Times of a run, in milliseconds. */
export interface Frames {
  readonly frames: readonly number[];
  /** Tasks of more than 50 ms. */
  readonly longTasks: readonly number[];
}

export interface Probe {
  /** Measures frames until `stop` is called. */
  start(): void;
  stop(): Frames;
  /**
   * Clicks on the ready request GET again and again, until it has been sent `times` times, `millis` milliseconds have
   * passed, or the log has `steps` steps. With `every`, the clicks are that many milliseconds apart, and each one
   * follows a click on Reconnect, since the server waits a hundredth of a second for more on a connection that stays.
   * Without it, the next click comes when the page shows that the last connection has ended.
   * Returns how many requests were sent.
   */
  ask(limits: { times?: number; millis?: number; steps?: number; every?: number }): Promise<number>;
  /** How many steps the page knows of. */
  length(): number;
  /** Waits for the next pointer or key event; `seekTime` tells how long it took from there. */
  expectSeek(): void;
  /** Until every pane has what it shows of the step that was asked for; it is painted with the next frame. */
  seekTime(): Promise<number>;
}

declare global {
  // oxlint-disable-next-line no-var -- only `var` declares a global
  var glaswerkProbe: Probe;
}

/** Installs the probe. */
export function installProbe(): void {
  let frames: number[] = [];
  let longTasks: number[] = [];
  let isRunning = false;
  let last = 0;
  let time = Promise.resolve(0);
  let frame = 0;
  const KINDS = ['pointerdown', 'keydown'] as const;
  const tick = (now: number): void => {
    if (!isRunning) return;
    if (last !== 0) frames.push(now - last);
    last = now;
    frame = requestAnimationFrame(tick);
  };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) if (isRunning) longTasks.push(duration);
  }).observe({ type: 'longtask' });

  const digits = (text: string | null | undefined): number => Number((text ?? '').replaceAll(/\D/g, ''));
  const isShown = (): boolean =>
    digits(document.querySelector('#workbench')?.shadowRoot?.querySelector('.position b')?.textContent) ===
    Number(document.querySelector('#workbench')?.shadowRoot?.querySelector<HTMLElement>('.quarters')?.dataset['step']);

  const length = (): number =>
    digits(
      /\/ ([\d,]+)/.exec(
        document.querySelector('#workbench')?.shadowRoot?.querySelector('.position')?.textContent ?? '',
      )?.[1],
    );
  /** Once no connection is open. */
  const over = (): Promise<void> =>
    new Promise((resolve) => {
      const foot = document.querySelector('#workbench')?.shadowRoot?.querySelector('.clients .pane-foot') as Node;
      const look = (): void => {
        const state =
          document.querySelector('#workbench')?.shadowRoot?.querySelector('.connection-state')?.textContent ?? '';
        if (/^\s*(?:Connect|Half)/.test(state)) return;
        observer.disconnect();
        resolve();
      };
      const observer = new MutationObserver(look);
      observer.observe(foot, { subtree: true, childList: true, characterData: true, attributes: true });
      look();
    });

  const reconnect = (): HTMLElement | undefined =>
    [
      ...(document
        .querySelector('#workbench')
        ?.shadowRoot?.querySelectorAll<HTMLElement>('.clients .pane-foot button') ?? []),
    ].find(({ textContent }) => /^\s*(?:Rec|C)onnect\s*$/.test(textContent ?? ''));

  globalThis.glaswerkProbe = {
    length,
    async ask({ times = Infinity, millis = Infinity, steps = Infinity, every = 0 }) {
      const chips = [
        ...(document.querySelector('#workbench')?.shadowRoot?.querySelectorAll<HTMLElement>('.clients .chip') ?? []),
      ];
      const chip = chips.find(({ textContent }) => textContent?.trim() === 'GET');
      if (chip === undefined) throw new Error('the page has no ready request GET');
      const from = performance.now();
      let sent = 0;
      while (sent < times && performance.now() - from < millis && length() < steps) {
        const wait = from + sent * every - performance.now();
        if (wait > 0) await new Promise((resolve) => void setTimeout(resolve, wait));
        if (every > 0) reconnect()?.click();
        chip.click();
        sent += 1;
        if (every === 0) await over();
      }
      return sent;
    },
    start() {
      frames = [];
      longTasks = [];
      last = 0;
      isRunning = true;
      frame = requestAnimationFrame(tick);
    },
    stop() {
      isRunning = false;
      cancelAnimationFrame(frame);
      return { frames, longTasks };
    },
    seekTime: () => time,
    expectSeek() {
      time = new Promise((resolve) => {
        let from: number | undefined;
        const began = (event: Event): void => {
          from ??= event.timeStamp;
        };
        const look = (): void => {
          if (from === undefined || !isShown()) return;
          for (const type of KINDS) removeEventListener(type, began, true);
          observer.disconnect();
          resolve(performance.now() - from);
        };
        const observer = new MutationObserver(look);
        observer.observe(document.querySelector('#workbench')?.shadowRoot?.querySelector('.quarters') as Node, {
          attributeFilter: ['data-step'],
        });
        for (const type of KINDS) addEventListener(type, began, true);
      });
    },
  };
}
