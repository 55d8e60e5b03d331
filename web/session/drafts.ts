/**
 * The reader's versions of apps, kept in this browser: of a preset under its name, of a link's app under a name derived
 * from its source.
 */

/** What keeps drafts: `localStorage`, or anything that works like it. */
export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
  removeItem(key: string): void;
}

/** The name of the draft of a preset, or of the source that a link has put in its place. */
export const draftName = (preset: string, linked: string | undefined): string =>
  linked === undefined ? preset : `link-${fingerprint(linked)}`;

/** FNV-1a and the length: enough to tell the sources apart that one reader ever opens. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(36)}`;
}

const keyOf = (name: string): string => `glaswerk-app:${name}`;

export class Drafts {
  private readonly _storage: () => TextStorage;

  /**
   * @param storage returns where drafts are kept. It may throw, as `localStorage` does where a browser stores nothing.
   */
  constructor(storage: () => TextStorage) {
    this._storage = storage;
  }

  /** The reader's version of an app; undefined where there is none. A browser that stores nothing is not an error. */
  read(name: string): string | undefined {
    try {
      return this._storage().getItem(keyOf(name)) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps a draft; `undefined` removes it. Returns false where the browser stores nothing. */
  write(name: string, source: string | undefined): boolean {
    try {
      const storage = this._storage();
      if (source === undefined) storage.removeItem(keyOf(name));
      else storage.setItem(keyOf(name), source);
      return true;
    } catch {
      return false;
    }
  }
}
