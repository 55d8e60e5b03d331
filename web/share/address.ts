/** What the address of the page says of a link. */

/** Whether an address brings a machine. */
export const isLink = (hash: string): boolean => /^#s\d/.test(hash);

/** What does not hold is not kept in the address. */
export function forgetAddress(): void {
  history.replaceState(null, '', location.pathname + location.search);
}
