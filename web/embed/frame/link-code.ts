/** Whether a share link brings code of its own. What reads links is loaded when there is one. */
export async function bringsCode(hash: string): Promise<boolean> {
  const { decodeLink, sourceOf } = await import('../../session/share-link.ts');
  // What is wrong with a link is said by the element that opens it.
  return decodeLink(hash).then(
    (shared) => sourceOf(shared) !== undefined,
    () => false,
  );
}
