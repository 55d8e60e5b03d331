/** Whether one client is seen, or all of them side by side. The choice is kept in this browser. */

export type Layout = 'tabs' | 'side';

const KEY = 'glaswerk-clients';

/** The choice made earlier. A browser that keeps nothing is not an error. */
export function readLayout(): Layout {
  try {
    return localStorage.getItem(KEY) === 'side' ? 'side' : 'tabs';
  } catch {
    return 'tabs';
  }
}

/** Remembers a choice. */
export function keepLayout(layout: Layout): void {
  try {
    localStorage.setItem(KEY, layout);
  } catch {
    // Private windows may refuse; the choice holds until the page is left.
  }
}
