/**
 * Loads the reader's app inside the worker: a module that can import `glaswerk` and nothing else. The module is
 * evaluated once per machine, so that a machine that replays starts with the initial values of the module's
 * variables.
 */
import {
  Request,
  Response,
  blocking,
  datagramApp,
  decodeLatin1,
  decodeUtf8,
  dumps,
  encodeLatin1,
  encodeUtf8,
  freshApp,
  loads,
  memory,
  repr,
  sleep,
} from '../../src/index.ts';
import type { WsgiApp } from '../../src/index.ts';
import { AppLoadError } from '../../src/host/app-loading.ts';
import type { LoadedApp } from '../../src/host/app-loading.ts';
import { errorNotice, noticeOf } from '../../src/host/notices.ts';
import type { LoadProblem } from '../../src/host/protocol.ts';
import { lockDown } from './lockdown.ts';

/** What `import … from 'glaswerk'` gives to an app. */
const GLASWERK = Object.freeze({
  Request,
  Response,
  blocking,
  datagramApp,
  decodeLatin1,
  decodeUtf8,
  dumps,
  encodeLatin1,
  encodeUtf8,
  loads,
  memory,
  repr,
  sleep,
});

/** The compiled module; see web/session/compile.ts. */
interface AppModule {
  readonly run: (require: (name: string) => unknown, exports: Record<string, unknown>) => void;
}

/** Kept here: `lockDown` removes them from the global scope. */
const { addEventListener, removeEventListener, reportError } = globalThis;

let isLocked = false;

/**
 * Loads an app; rejects with AppLoadError. The worker must not be reused for another app: foreign code has run in it.
 */
export async function loadApp(code: string): Promise<LoadedApp> {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  if (!isLocked) lockDown();
  isLocked = true;
  try {
    const module = (await import(/* @vite-ignore */ url)) as AppModule;
    // Evaluate it for the first machine now, to find out what is wrong with the module.
    let first: WsgiApp | undefined = evaluate(module);
    const app = freshApp(() => {
      const made = first ?? evaluate(module);
      first = undefined;
      return made;
    });
    return { app, address: url };
  } catch (error) {
    throw error instanceof AppLoadError ? error : new AppLoadError(problemOf(error, url));
  }
}

function evaluate(module: AppModule): WsgiApp {
  const exports: Record<string, unknown> = {};
  module.run(provide, exports);
  return find(exports);
}

function provide(name: string): unknown {
  if (name === 'glaswerk') return GLASWERK;
  throw new Error(`there is no module '${name}' here; an app can import from 'glaswerk'`);
}

/** The default export, `app`, or the only function there is. */
function find(exports: Readonly<Record<string, unknown>>): WsgiApp {
  const functions = Object.values(exports).filter((value) => typeof value === 'function');
  const app = exports['default'] ?? exports['app'] ?? (functions.length === 1 ? functions[0] : undefined);
  if (typeof app === 'function') return app as WsgiApp;
  const notice = app === undefined ? noticeOf('appMissing', {}) : noticeOf('appNotFunction', {});
  throw new AppLoadError({ notice, line: undefined });
}

/** What was thrown, and the line of the innermost frame in the source. */
function problemOf(thrown: unknown, url: string): LoadProblem {
  const error = thrown instanceof Error ? thrown : undefined;
  const message = error === undefined ? `${String(thrown)} was thrown` : `${nameOf(error)}: ${error.message}`;
  const stack = stackOf(error);
  const at = stack.indexOf(`${url}:`);
  const line = at < 0 ? Number.NaN : Number.parseInt(stack.slice(at + url.length + 1), 10);
  const known = Number.isNaN(line) ? undefined : line;
  const isSyntax = known === undefined && thrown instanceof SyntaxError;
  return { notice: errorNotice(message.slice(0, 2_000)), line: isSyntax ? lineOfSyntaxError(thrown, url) : known };
}

/**
 * The line of a syntax error that the compiler let pass. The error does not tell it, but the event of an uncaught
 * error does.
 */
function lineOfSyntaxError(error: SyntaxError, url: string): number | undefined {
  let line: number | undefined;
  const listen = (event: Event): void => {
    event.preventDefault();
    const { filename, lineno } = event as ErrorEvent;
    if (filename === url && lineno > 0) line = lineno;
  };
  addEventListener.call(globalThis, 'error', listen);
  reportError.call(globalThis, error);
  removeEventListener.call(globalThis, 'error', listen);
  return line;
}

/**
 * The stack of an error. A view turns an error of JavaScript into one of Python, which keeps the stack of the first
 * one.
 */
function stackOf(error: Error | undefined): string {
  const stack = error !== undefined && 'javaScriptStack' in error ? error.javaScriptStack : error?.stack;
  return typeof stack === 'string' ? stack : '';
}

/** Python's exceptions have a name of their own. */
const nameOf = (error: Error): string =>
  'className' in error && typeof error.className === 'string' ? error.className : error.name;
