/** Presses that are meant: not a click that was under way when the button appeared, nor a key that is held down. */

/** How long the page must be visible and have the focus before a press counts. */
export const LOOK_MS = 1_000;

/**
 * Keeps a button disabled until the page has been looked at for a moment without a break, and again after each break.
 */
export function enableOnceSeen(button: HTMLButtonElement, over: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    button.disabled = true;
    if (over.aborted || document.visibilityState === 'hidden' || !document.hasFocus()) return;
    timer = setTimeout(() => {
      button.disabled = false;
    }, LOOK_MS);
  };
  for (const change of ['focus', 'blur', 'pageshow']) addEventListener(change, look, { signal: over });
  document.addEventListener('visibilitychange', look, { signal: over });
  over.addEventListener('abort', () => clearTimeout(timer));
  look();
}

/** A key that is held down presses nothing in there. */
export function ignoreHeldKeys(element: HTMLElement): void {
  element.addEventListener('keydown', (event) => {
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
  });
}
