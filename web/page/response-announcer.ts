/** Tells a screen reader the status line of each answer, once it has come. */

/** As much of an answer as can be its status line. */
const LONGEST = 400;

export class ResponseAnnouncer {
  /** Start of an answer that is not yet told, by connection. */
  private readonly _heard = new Map<number, string>();
  private readonly _announce: (text: string) => void;

  constructor(announce: (text: string) => void) {
    this._announce = announce;
  }

  /** Connections begin anew. */
  clear(): void {
    this._heard.clear();
  }

  hear(client: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const text = (this._heard.get(client) ?? '') + String.fromCharCode(...bytes.subarray(0, LONGEST));
    const status = /^HTTP\/[\d.]+ (\d{3} [^\r\n]*)\r?\n/.exec(text)?.[1];
    if (status !== undefined) this._announce(`Response: ${status}`);
    this._heard.set(client, status === undefined ? text.slice(0, LONGEST) : '\n');
  }
}
