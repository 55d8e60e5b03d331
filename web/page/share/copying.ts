/** A copy to the clipboard that begins while a press is handled, before its text exists. */

/** A copy that has begun. */
export interface Copying {
  /** Gives it its text, or ends it without one. Rejects when the text cannot be copied. */
  give(text: string | undefined): Promise<void>;
}

/**
 * Begins a copy. WebKit lets a page write to the clipboard only while a press is handled, and making a link takes
 * longer than that.
 */
export function beginCopying(): Copying {
  let give: ((text: string | undefined) => void) | undefined;
  const made = new Promise<string>((resolve, reject) => {
    give = (text) => (text === undefined ? reject(new DOMException('There is none', 'AbortError')) : resolve(text));
  });
  const write = async (): Promise<void> => navigator.clipboard.write([new ClipboardItem({ 'text/plain': made })]);
  const done = write();
  // The promise of `give` reports a failure; until `give` is called, nothing handles these.
  for (const promise of [made, done]) promise.catch(() => undefined);
  return {
    give: (text) => {
      give?.(text);
      return done;
    },
  };
}
