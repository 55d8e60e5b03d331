/** The reader's versions of apps, kept in this browser: of a preset under its name, of a link's app under a name of its own. */

/** The name of the draft of a preset, or of the source that a link has brought in its place. */
export const draftName = (preset: string, linked: string | undefined): string =>
  linked === undefined ? preset : `link-${fingerprint(linked)}`;

/** FNV-1a: two sources of one reader with the same one are not to be expected. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(36)}`;
}

const key = (name: string): string => `glaswerk-app:${name}`;

/** What the reader has made of an app, by the name of the draft; undefined for the app as it comes. A browser that keeps nothing is not an error. */
export function readDraft(name: string): string | undefined {
  try {
    return localStorage.getItem(key(name)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft; undefined forgets it. False when the browser does not keep anything. */
export function writeDraft(name: string, source: string | undefined): boolean {
  try {
    if (source === undefined) localStorage.removeItem(key(name));
    else localStorage.setItem(key(name), source);
    return true;
  } catch {
    return false;
  }
}
