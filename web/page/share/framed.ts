/** Pages in pages: what is not done there. */

/** Whether this page is inside another one: there it takes no focus before the reader has done anything. */
export const isFramed = (view: Window = window): boolean => view !== view.parent;

/** Whether this page is inside a page of another site, which may draw it transparent over a button of its own. */
export function isFramedByOthers(view: Window = window): boolean {
  for (let inner = view; inner !== inner.parent; inner = inner.parent) {
    try {
      // Reading it throws where the origin is another one.
      if (inner.parent.document === undefined) return true;
    } catch {
      return true;
    }
  }
  return false;
}
