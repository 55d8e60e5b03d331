/**
 * What the loader in a docs page and `embed.js`, which it imports on the reader's first act, say to each other. Plain
 * data and types only: nothing is loaded for it.
 */
import type { ServerKind } from '../../src/vocabulary.ts';

/** The panes of the stage, in the order in which they stand when `view` names none. */
export type PaneName = 'terminal' | 'buffers' | 'server' | 'timeline' | 'steps';

export type EmbedTheme = 'light' | 'dark';
export type EmbedLanguage = 'en' | 'zh';

/** What an author wrote at one element: attributes and texts, read from the document by the loader. */
export interface Wanted {
  /** The text of the code block that is the request, line ends as LF. */
  readonly request?: string | undefined;
  /** The attribute `request`, with its escapes as they are written. */
  readonly escaped?: string | undefined;
  /** The attribute `src`: the absolute address of a scenario file, or `#…` of a share link. */
  readonly src?: string | undefined;
  /** The text of the code block that is the printed answer. */
  readonly answer?: string | undefined;
  readonly lineEnds: 'crlf' | 'lf';

  /** The name of one of Glaswerk's apps. Not checked: `embed.js` knows which there are. */
  readonly app?: string | undefined;
  readonly appSource?: AppSource | undefined;
  readonly server?: ServerKind | undefined;
  readonly seed?: number | undefined;
  /** The attribute `link` as it is written: a profile's name, or settings as JSON. */
  readonly link?: string | undefined;

  /** A step, a method's name, a system call, a protocol state. */
  readonly at?: string | undefined;
  /** Empty: the stage decides. */
  readonly view: readonly PaneName[];
  /** Elements with the same `lab` show one machine, under one cursor. */
  readonly lab?: string | undefined;
  /** Snippets of one `group` talk to one server, one after the other. */
  readonly group?: string | undefined;
  readonly isReadonly: boolean;
  /** The attribute `height`, a CSS length, checked. */
  readonly height?: string | undefined;

  /** As the page around the element shows itself now. `update` says when they change. */
  readonly theme: EmbedTheme;
  readonly lang: EmbedLanguage;
}

/** The author's own app: its text, or the absolute address where it is. */
export type AppSource = { readonly text: string } | { readonly address: string };

/** How a run ended. Plain JSON. */
export interface Outcome {
  /** The answer as an author prints it. */
  readonly text: string;
  /** Bytes that the clients received. */
  readonly bytes: number;
  /** Undefined without a printed answer. */
  readonly matches?: boolean | undefined;
  /** The first byte that is not as printed. */
  readonly first?: Difference | undefined;
}

export interface Difference {
  /** Where the printed text differs: index into `Wanted.answer`, and line and column from 1. */
  readonly printedOffset: number;
  readonly line: number;
  readonly column: number;
  /** Which byte on the wire, from 0, of which client, from 1. */
  readonly byte: number;
  readonly client: number;
  /** The rest of the line on both sides, invisible bytes drawn (␍␊, ␀, ·). Empty: nothing more was expected or came. */
  readonly expected: string;
  readonly actual: string;
  /** The step at which the byte was written, if it was. */
  readonly step?: number | undefined;
}

/** What the stage shows, and what scripts of the page may do with it. */
export interface Stage {
  /** Sends what is typed: raw text, with CR LF as it is. Client 1 unless it says otherwise. */
  send(text: string, client?: number): Promise<void>;
  /** Goes on by a number of steps, back if it is negative. Resolves to the step it stands at. */
  step(count?: number): Promise<number>;
  /** Goes to a step, or to what `at` can name. Resolves to the step. */
  seek(to: number | string): Promise<number>;
  /** Back to the author's scenario. */
  reset(): Promise<void>;
  /** The machine's scenario as it is now: plain JSON. */
  scenario(): Promise<object>;
  /** The theme, the language or another attribute has changed. */
  update(wanted: Wanted): void;
  /** Ends it, and leaves `where` empty. */
  close(): void;
}

/**
 * What `embed.js` exports. Promises reject with an `EmbedError`, whose `message` is one short sentence in
 * `wanted.lang`, ready to be shown. Events are fired by the loader, but for `glaswerk:step`, which the stage
 * fires at the element (`tell` in `web/embed/events.ts`).
 */
export interface Embed {
  /** Plays the example and compares its answer. Nothing is drawn. */
  run(element: HTMLElement, wanted: Wanted): Promise<Outcome>;
  /**
   * Draws an outcome below the bar: the answer where none was printed or it differs, and the first difference.
   * @param where an empty element of the loader's shadow root. @returns takes it all away.
   */
  showOutcome(where: HTMLElement, outcome: Outcome, wanted: Wanted, printed?: PrintedBlock): () => void;
  /**
   * Opens the stage. @param where an empty block element of the loader's shadow root: the stage attaches a shadow root
   * of its own to it (`Face.in(where, scope)`), so that its theme and its styles leave the page's element alone.
   */
  openStage(element: HTMLElement, wanted: Wanted, where: HTMLElement): Promise<Stage>;
  /** One pane of a lab by itself: `<glas-terminal lab="x">`. Waits for the lab's machine if there is none yet. */
  openPane(element: HTMLElement, wanted: Wanted, where: HTMLElement): Promise<Stage>;
  /** The example's scenario, without a stage. */
  scenario(element: HTMLElement, wanted: Wanted): Promise<object>;
  /** The element has left the document: whatever is kept for it goes. */
  forget(element: HTMLElement): void;
}

/** A printed answer in the page: where a character of its text is. The docs tool owns the block; it is only read. */
export interface PrintedBlock {
  readonly text: string;
  /** A range of the document from one offset of `text` to another. */
  range(from: number, to: number): Range;
}

/** What is known of a failure: codes of the loader, and those of `embed.js`. */
export interface EmbedError extends Error {
  readonly code: string;
}
