/** The types of WSGI (PEP 3333) apps. */
import type { Sys } from '../kernel/sys.ts';
import type { SysIterable } from '../python/iterate.ts';
import type { ExcInfo } from '../stdlib/sys.ts';

/** The server's data about a request, by name, in the order in which it was set. */
export type Environ = Record<string, unknown>;

/** A request: it keeps the environ from which it was made. */
export interface HasEnviron {
  readonly environ: Environ;
}

/** Response headers, in order. The server reads the list when the first bytes are sent, so it may grow until then. */
export type WsgiHeaders = [name: string, value: string][];

/** Sends a part of the body at once. It may block: `yield* write(data)`. */
export type Write = (data: Uint8Array) => Sys<void>;

/**
 * Sets status and headers. A second call needs the exception that is the reason for it. Raises AssertionError when the
 * headers are set already, and the exception itself when they have been sent.
 */
export type StartResponse = (status: string, headers: WsgiHeaders, excInfo?: ExcInfo) => Write;

/**
 * An app that answers at once: it returns an iterable of chunks, or, as a `function*`, a generator that yields them and
 * may block between them.
 */
export type PlainApp = (environ: Environ, startResponse: StartResponse) => SysIterable<Uint8Array>;

/** Marks apps that may block before they answer; see `blocking()`. */
export const BLOCKING: unique symbol = Symbol('blocking');

/** An app that may block before it answers: made by `blocking()` and by `Request.application`. */
export interface BlockingApp {
  (environ: Environ, startResponse: StartResponse): Sys<SysIterable<Uint8Array>>;
  readonly [BLOCKING]: true;
}

/** An object that is an app, such as a Response or an HTTPException. */
export interface AppObject {
  __call__(environ: Environ, startResponse: StartResponse): SysIterable<Uint8Array>;
}

/** A WSGI app. */
export type WsgiApp = PlainApp | BlockingApp | AppObject;
