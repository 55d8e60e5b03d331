/** What the loader in a docs page and the engine that it loads say to each other. Types only. */

/** What an author wrote at one element: attributes and texts, read from the document by the loader. */
export interface Wanted {
  /** The element's attributes as they are written. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The text of the code block that is the request. */
  readonly request?: string | undefined;
  /** The text of the code block that is the printed answer. */
  readonly answer?: string | undefined;
}
