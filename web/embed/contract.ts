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
  /** What named wildcards stand for, from the examples before this one that have run. */
  readonly values?: Readonly<Record<string, string>> | undefined;

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
  /** What the group's elements before this one ask for, in document order. */
  readonly earlier: readonly Pick<Wanted, 'request' | 'escaped' | 'lineEnds'>[];
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
  /** What the named wildcards of the printed answer stand for. */
  readonly captured?: Readonly<Record<string, string>> | undefined;
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
  /** The step at which the byte was written, if it was; a plain run does not know it. */
  readonly step?: number | undefined;
  /** Comparing was given up there: too many wildcards for such a long answer. */
  readonly isGivenUp?: boolean | undefined;
}

/** What the stage shows, and what scripts of the page may do with it. */
export interface Stage {
  /** Sends what is typed: bytes, or raw text in UTF-8, with CR LF as it is. Client 1 unless it says otherwise. */
  send(data: string | Uint8Array, client?: number): Promise<void>;
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

/** The code blocks that belong to an element. The docs tool owns them; they are only read. */
export interface Blocks {
  readonly request?: Element | undefined;
  readonly answer?: Element | undefined;
}

/** An element as `embed.js` gets it from the loader. */
export interface Face {
  readonly element: HTMLElement;
  /** A live region in the bar, for one sentence. */
  readonly status: HTMLElement;
  /** Empty, below the bar: for the outcome. */
  readonly below: HTMLElement;
  /** Empty, below that: for the stage. */
  readonly place: HTMLElement;
  /** As they are now. */
  readonly blocks: Blocks;
  /** The faces whose attribute of that name says the same, this one too, in any order. */
  mates(attribute: 'lab' | 'group'): readonly Face[];
  /** Opens its stage or its pane. */
  open(): Promise<unknown>;
  /** Draws the bar again. */
  draw(): void;
}

/** What the loader's element asks for once `embed.js` is there. */
export interface Live {
  /** How the bar shows it. Once it is done, the outcome stands in `Face.status`. */
  readonly state: 'idle' | 'running' | 'done';
  /** Whether the stage or the pane is open. */
  readonly isOpen: boolean;
  /** What the button of the stage says, if it is not what it says at first. */
  readonly stepText: string | undefined;
  /** What stands in the bar in place of the names of server and app. */
  readonly note: string | undefined;
  /** The author wants it to begin by itself: runs, or opens what `view` names. */
  wake(): Promise<unknown>;
  run(): Promise<Pick<Outcome, 'text' | 'matches'>>;
  open(): Promise<unknown>;
  close(): Promise<void>;
  send(data: string | Uint8Array, client?: number): Promise<void>;
  step(count?: number): Promise<number>;
  seek(to: number | string): Promise<number>;
  reset(): Promise<void>;
  scenario(): Promise<object>;
  /** The page around the element may look different. */
  refresh(): void;
  /** The author's attributes or blocks are others now. */
  changed(): void;
  /** The element has left the document. */
  end(): void;
}

/** What `embed.js` exports for the loader. */
export interface EmbedModule {
  live(face: Face): Live;
}

/**
 * What runs examples and shows stages. Promises reject with an `EmbedError`, whose `message` is one short sentence in
 * `wanted.lang`, ready to be shown. Events are fired by `web/embed/live`, but for `glaswerk:step`, which the stage
 * fires at the element (`tell` in `web/embed/events.ts`).
 */
export interface Embed {
  /**
   * Plays the example and compares its answer. Nothing is drawn. @param isTraced whether the step of a difference is
   * wanted: a plain run keeps no log.
   */
  run(element: HTMLElement, wanted: Wanted, isTraced?: boolean): Promise<Outcome>;
  /**
   * Opens the stage. @param where an empty block element of the loader's shadow root: the stage attaches a shadow root
   * of its own to it (`Face.in(where, scope)`), so that its theme and its styles leave the page's element alone.
   */
  openStage(element: HTMLElement, wanted: Wanted, where: HTMLElement): Promise<Stage>;
  /** One pane of a lab by itself: `<glas-terminal lab="x">`. Waits for the lab's machine if there is none yet. */
  openPane(element: HTMLElement, wanted: Wanted, where: HTMLElement): Promise<Stage>;
  /** A lesson in place of an example: the page itself, in a frame. */
  showLesson(id: string, wanted: Wanted, where: HTMLElement): Promise<void>;
  /** The example's scenario, without a stage. */
  scenario(element: HTMLElement, wanted: Wanted): Promise<object>;
  /** The element has left the document: whatever is kept for it goes. */
  forget(element: HTMLElement): void;
}

/** What is known of a failure: codes of the loader, and those of `embed.js`. */
export interface EmbedError extends Error {
  readonly code: string;
}
