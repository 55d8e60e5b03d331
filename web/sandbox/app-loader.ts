/**
 * Loads the reader's app, or program, inside the worker: a module that can import `glaswerk` and its sub-paths. The
 * module is evaluated once per machine, so that a machine that replays starts with the initial values of the module's
 * variables.
 */
import { freshApp } from '../../src/index.ts';
import type { Program, WsgiApp } from '../../src/index.ts';
import { AppLoadError } from '../../src/host/app-loading.ts';
import type { LoadedApp } from '../../src/host/app-loading.ts';
import { errorNotice, noticeOf } from '../../src/host/notices.ts';
import type { LoadNotice } from '../../src/host/notices.ts';
import type { LoadProblem } from '../../src/host/app-faults.ts';
import { programApp } from '../../src/tooling.ts';
import { lockDown } from './lockdown.ts';
import { adviceOnName, missing, provide } from './provided.ts';

/** The compiled module; see web/session/compile.ts. */
interface AppModule {
  readonly run: (require: (name: string) => unknown, exports: Record<string, unknown>) => void;
  readonly imports: readonly (readonly [module: string, name: string, line: number])[];
}

/** Kept here: `lockDown` removes them from the global scope, which may happen before another app is loaded. */
const { addEventListener, removeEventListener, reportError, Blob, URL } = globalThis;

let isLocked = false;

/**
 * Loads an app; rejects with AppLoadError. The realm is locked from then on: who loads apps of several people must give
 * each of them a worker of its own.
 */
export async function loadApp(code: string, enter: () => void): Promise<LoadedApp> {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  if (!isLocked) lockDown();
  isLocked = true;
  try {
    const module = (await import(/* @vite-ignore */ url)) as AppModule;
    checkImports(module);
    enter();
    // Evaluate it for the first machine now, to find out what is wrong with the module.
    let first: WsgiApp | undefined = evaluate(module);
    const app = freshApp(() => {
      const made = first ?? evaluate(module);
      first = undefined;
      return made;
    });
    return { app, address: url, adviceOn };
  } catch (error) {
    throw error instanceof AppLoadError ? error : new AppLoadError(problemOf(error, url));
  }
}

/** A name that a module lacks would be `undefined`, and fail where it is used, without a word on the import. */
function checkImports({ imports }: AppModule): void {
  for (const [module, name, line] of imports) {
    const message = messageFrom(() => missing(module, name));
    if (message !== undefined) throw new AppLoadError({ notice: errorNotice(message), line });
  }
}

function messageFrom(look: () => string | undefined): string | undefined {
  try {
    return look();
  } catch (error) {
    return error instanceof Error ? `Error: ${error.message}` : String(error);
  }
}

function evaluate(module: AppModule): WsgiApp {
  const exports: Record<string, unknown> = {};
  module.run(provide, exports);
  return find(exports);
}

/** The export `program`, a `function*`; else the default export, `app`, or the only function there is. */
function find({ program, ...exports }: Readonly<Record<string, unknown>>): WsgiApp {
  const functions = Object.values(exports).filter((value) => typeof value === 'function');
  const app = exports['default'] ?? exports['app'] ?? (functions.length === 1 ? functions[0] : undefined);
  if (program !== undefined) return foundProgram(program, exports['default'] ?? exports['app']);
  if (typeof app === 'function') return app as WsgiApp;
  throw problem(app === undefined ? 'appMissing' : 'appNotFunction');
}

function foundProgram(program: unknown, app: unknown): WsgiApp {
  if (app !== undefined) throw problem('appAndProgram');
  if (Object.prototype.toString.call(program) !== '[object GeneratorFunction]') {
    throw problem('programNotGenerator');
  }
  return programApp(program as Program);
}

const problem = (code: Exclude<LoadNotice['code'], 'error'>): AppLoadError =>
  new AppLoadError({ notice: noticeOf(code, {}), line: undefined });

/** What was thrown, and the line of the innermost frame in the source. */
function problemOf(thrown: unknown, url: string): LoadProblem {
  const error = thrown instanceof Error ? thrown : undefined;
  const text = error === undefined ? `${String(thrown)} was thrown` : `${nameOf(error)}: ${error.message}`;
  const advice = adviceOn(text);
  const message = advice === '' ? text : `${text}; ${advice}`;
  const stack = stackOf(error);
  const at = stack.indexOf(`${url}:`);
  const line = at < 0 ? Number.NaN : Number.parseInt(stack.slice(at + url.length + 1), 10);
  const known = Number.isNaN(line) ? undefined : line;
  const isSyntax = known === undefined && thrown instanceof SyntaxError;
  return { notice: errorNotice(message.slice(0, 2_000)), line: isSyntax ? lineOfSyntaxError(thrown, url) : known };
}

/** `ReferenceError: Respone is not defined`; WebKit has other words. */
const NO_VARIABLE = /^ReferenceError: (?:Can't find variable: )?([\w$]+)/;

/** Chromium: `DataCloneError: … #<Object> could not be cloned.`; others call it “The object”. */
const NOT_CLONED = /^DataCloneError: .*object\b/i;
const CLONE_COPY = 'if it is memory(), which notes lost updates, clone a copy of it: structuredClone({ ...memory() })';

/** Engines say of a name that there is none; where it would come from they do not know. */
function adviceOn(text: string): string {
  if (NOT_CLONED.test(text)) return CLONE_COPY;
  const name = NO_VARIABLE.exec(text)?.[1];
  return name === undefined ? '' : adviceOnName(name);
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
