/**
 * A message's headers: in order, with case-insensitive names, each as often as it occurs. Mirrors
 * `email.message.Message` as `http` uses it.
 */

/** A defect in a header block that was parsed all the same. Names as in `email.errors`. */
export type Defect =
  | 'FirstHeaderLineIsContinuationDefect'
  | 'InvalidHeaderDefect'
  | 'MisplacedEnvelopeHeaderDefect'
  | 'MissingHeaderBodySeparatorDefect';

/**
 * Headers of a request. Absent on purpose: bodies, MIME parts, and changing headers.
 * @python email.message.Message
 */
export class Message {
  static readonly name: string = 'Message';
  /** Names and values as they came; values include the line ends before their continuation lines. */
  readonly _headers: (readonly [name: string, value: string])[] = [];
  readonly defects: Defect[] = [];
  /** The `From ` line before the headers. */
  unixfrom: string | undefined = undefined;
  /** The text after the headers, unparsed. @differs Python parses it by its content type; nothing of HTTP uses it. */
  payload = '';

  /** The number of headers. @python email.message.Message.__len__ */
  get length(): number {
    return this._headers.length;
  }

  /** The first value of a header, or `missing`. @python email.message.Message.get */
  get(name: string): string | undefined;
  get<M>(name: string, missing: M): string | M;
  get(name: string, missing?: string): string | undefined {
    const wanted = name.toLowerCase();
    for (const [key, value] of this._headers) if (key.toLowerCase() === wanted) return value;
    return missing;
  }

  /** All values of a header, or `missing` when there is none. @python email.message.Message.get_all */
  getAll(name: string): readonly string[] | undefined;
  getAll<M>(name: string, missing: M): readonly string[] | M;
  getAll(name: string, missing?: readonly string[]): readonly string[] | undefined {
    const wanted = name.toLowerCase();
    const values = this._headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
    return values.length > 0 ? values : missing;
  }

  /** Whether there is such a header. @python email.message.Message.__contains__ */
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** @python email.message.Message.keys */
  keys(): readonly string[] {
    return this._headers.map(([name]) => name);
  }

  /** @python email.message.Message.values */
  values(): readonly string[] {
    return this._headers.map(([, value]) => value);
  }

  /** @python email.message.Message.items */
  items(): readonly (readonly [name: string, value: string])[] {
    return this._headers;
  }
}
