/** The interfaces of `rfile` and `wfile` that request handlers need. */
import type { Int } from '../../python/integers.ts';
import type { Sys } from '../../kernel/sys.ts';

/** A binary file to read from. Empty bytes mean the end. */
export interface ReadableFile {
  readonly closed: boolean;
  /** Exactly `size` bytes unless the end comes first; everything up to the end by default. */
  read(size?: Int): Sys<Uint8Array>;
  /** A line with its end, cut at `limit` bytes. */
  readline(limit?: Int): Sys<Uint8Array>;
  close(): Sys<void>;
}

/** A binary file to write to. */
export interface WritableFile {
  readonly closed: boolean;
  write(data: Uint8Array): Sys<number | null>;
  flush(): Sys<void>;
  close(): Sys<void>;
}
