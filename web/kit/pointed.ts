/**
 * What is pointed at in an element, by a pointer or the focus: the property `subject` of the innermost element there
 * that has one.
 */
export function onPointed(element: HTMLElement, tell: (subject: unknown) => void): void {
  let told: unknown;
  const point = (target: EventTarget | null): void => {
    const subject = subjectAt(target, element);
    if (subject === undefined && told === undefined) return;
    tell((told = subject));
  };
  // Not `pointerover`: what is drawn again under a pointer at rest raises that too.
  element.addEventListener('pointermove', ({ target }) => point(target));
  element.addEventListener('focusin', ({ target }) => point(target));
  for (const leaving of ['pointerleave', 'focusout']) element.addEventListener(leaving, () => point(null));
}

function subjectAt(target: EventTarget | null, within: HTMLElement): unknown {
  for (let at = target; at instanceof Element && at !== within; at = at.parentElement) {
    if ('subject' in at && at.subject !== undefined) return at.subject;
  }
  return undefined;
}
