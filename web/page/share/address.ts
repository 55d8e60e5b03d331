/** What the address of the page says of a link. */

/** Whether an address holds a machine. A long address that is no valid link was meant to hold one. */
export const isLink = (hash: string): boolean => /^#(s\d|.{200})/.test(hash);

/** Something new has been done: the address does not bring this machine any more. */
export function outgrowAddress(): void {
  if (isLink(location.hash)) forgetAddress();
}

/** What does not hold is not kept in the address. */
export function forgetAddress(): void {
  history.replaceState(null, '', location.pathname + location.search);
}
