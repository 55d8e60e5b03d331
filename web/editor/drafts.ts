/** The reader's versions of the preset apps, kept in this browser, each under the name of its preset. */

const key = (preset: string): string => `glaswerk-app:${preset}`;

/** What the reader has made of a preset; undefined for the preset as it comes. A browser that keeps nothing is not an error. */
export function readDraft(preset: string): string | undefined {
  try {
    return localStorage.getItem(key(preset)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft; undefined forgets it. False when the browser does not keep anything. */
export function writeDraft(preset: string, source: string | undefined): boolean {
  try {
    if (source === undefined) localStorage.removeItem(key(preset));
    else localStorage.setItem(key(preset), source);
    return true;
  } catch {
    return false;
  }
}
