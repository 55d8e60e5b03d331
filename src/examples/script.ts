/** What the clients of an example do, in order, as data. */

/** One thing that is done. Clients are numbered from 0, in the order in which they connect. */
export type ScriptStep =
  | { readonly do: 'connect'; readonly client: number }
  | { readonly do: 'send'; readonly client: number; readonly data: Uint8Array }
  | { readonly do: 'shutdownWrite' | 'close' | 'reset'; readonly client: number }
  /** Ctrl+C in the terminal of the server. */
  | { readonly do: 'interrupt' }
  /** Seconds of virtual time until the next step. */
  | { readonly do: 'pause'; readonly seconds: number }
  /** Until nothing more happens: until everything that was sent has been answered. */
  | { readonly do: 'wait' };

export interface Script {
  readonly steps: readonly ScriptStep[];
}
