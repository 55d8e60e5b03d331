/** On a phone one pane is seen at a time: a row of buttons at its bottom says which. */

/** @param quarters told which pane to show, by `data-pane`. @param chosen called after each choice. */
export function phoneTabs(
  quarters: HTMLElement,
  panes: readonly { readonly element: HTMLElement }[],
  chosen: () => void,
): HTMLElement {
  const nav = document.createElement('nav');
  nav.className = 'phone-tabs';
  nav.setAttribute('aria-label', 'Panes');
  const buttons = panes.map(({ element }, at) => {
    const button = document.createElement('button');
    button.textContent = element.getAttribute('aria-label');
    button.addEventListener('click', () => {
      select(at);
      chosen();
    });
    return button;
  });
  const select = (place: number): void => {
    quarters.dataset['pane'] = String(place);
    for (const [at, button] of buttons.entries()) button.setAttribute('aria-pressed', String(at === place));
  };
  nav.append(...buttons);
  select(0);
  return nav;
}
