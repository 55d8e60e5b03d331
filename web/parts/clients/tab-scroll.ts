/**
 * The row of tabs when it is wider than its place: the active tab is in sight, and the row fades out where there are
 * more.
 */

/** Marks on which sides there are more tabs. @param head what the tabs are in. */
export function markTabs(head: HTMLElement): void {
  const tabs = head.querySelector('.tabs');
  if (tabs === null) return;
  const { scrollLeft, scrollWidth, clientWidth } = tabs;
  tabs.classList.toggle('has-before', scrollLeft > 1);
  tabs.classList.toggle('has-after', scrollLeft + clientWidth < scrollWidth - 1);
}

export function showActiveTab(head: HTMLElement): void {
  head.querySelector('.tab[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  markTabs(head);
}
