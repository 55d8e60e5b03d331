/** Whether this page lies inside one of somebody else, who may have drawn it faint under a button of their own. */
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
