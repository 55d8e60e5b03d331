/// <reference lib="dom" />
/** The types of `glaswerk/element`. */

/** Says where the folder is that `npx glaswerk copy` wrote, if it is not where the page's `glaswerk.css` is. */
export declare function setFolder(folder: string): void;

/** The panes: each is a word of the attribute `view`, and an element of its own. */
export type GlasPane = 'terminal' | 'buffers' | 'server' | 'timeline' | 'steps';

/** What `run()` resolves to; `matches` is undefined where no answer is printed. */
export interface GlasWerkResult {
  readonly text: string;
  readonly matches?: boolean | undefined;
}

export interface GlasWerkElement extends HTMLElement {
  /** Runs the example, and compares its answer with the printed one. */
  run(): Promise<GlasWerkResult>;
  /** Types text or bytes into a client of the stage, which opens if it is not there. */
  send(data: string | Uint8Array, client?: number): Promise<void>;
  /** Goes on by a number of steps, or back. Resolves to the step at which the stage stands. */
  step(count?: number): Promise<number>;
  /** Goes to a step, or to what the attribute `at` can name. Resolves to the step. */
  seek(to: number | string): Promise<number>;
  /** Back to what the author wrote. */
  reset(): Promise<void>;
  /** The scenario of the machine as it is now, as plain JSON. */
  scenario(): Promise<object>;
}

/** The first byte of an answer that is not as printed. */
export interface GlasWerkDifference {
  readonly printedOffset: number;
  readonly line: number;
  readonly column: number;
  readonly byte: number;
  readonly client: number;
  readonly expected: string;
  readonly actual: string;
  readonly step?: number | undefined;
  /** Comparing was given up there: too many wildcards for such a long answer. */
  readonly isGivenUp?: boolean | undefined;
}

/** The events that an element fires. They bubble and are composed. */
export interface GlasWerkEventMap {
  'glaswerk:ready': CustomEvent<{ readonly request?: string; readonly answer?: string }>;
  'glaswerk:run': CustomEvent<Readonly<Record<string, never>>>;
  'glaswerk:step': CustomEvent<{ readonly step: number; readonly of: number }>;
  'glaswerk:answer': CustomEvent<{ readonly text: string; readonly bytes: number; readonly matches?: boolean }>;
  'glaswerk:drift': CustomEvent<GlasWerkDifference>;
  'glaswerk:error': CustomEvent<{ readonly code: string; readonly message: string }>;
}

/** What an author may write at an element. */
export interface GlasWerkAttributes {
  app?: string;
  'app-src'?: string;
  server?: 'base' | 'threaded' | 'forking';
  request?: string;
  src?: string;
  lesson?: string;
  seed?: string | number;
  link?: string;
  at?: string | number;
  view?: string;
  theme?: 'auto' | 'light' | 'dark';
  lang?: string;
  controls?: string;
  readonly?: boolean | '';
  attach?: string;
  expect?: string;
  'expect-drift'?: boolean | '';
  skip?: string;
  lab?: string;
  group?: string;
  loading?: 'lazy' | 'click' | 'eager';
  height?: string;
  'line-ends'?: 'crlf' | 'lf';
}

type GlasWerkTag = 'glas-werk' | `glas-${GlasPane}`;

/** What frameworks give to any element. */
interface Given {
  id?: string;
  class?: string;
  className?: string;
  style?: unknown;
  slot?: string;
  key?: string | number;
  ref?: unknown;
  children?: unknown;
}

/** The tags in TSX: interfaces of `JSX` extend it, see the guide. */
export type GlasWerkIntrinsicElements = { [T in GlasWerkTag]: GlasWerkAttributes & Given };

/** The tags in templates of Vue: its `GlobalComponents` extends it, see the guide. */
export type GlasWerkComponents = { [T in GlasWerkTag]: new () => { $props: GlasWerkAttributes } };

declare global {
  interface HTMLElementTagNameMap extends Record<GlasWerkTag, GlasWerkElement> {}
  interface GlobalEventHandlersEventMap extends GlasWerkEventMap {}
}
