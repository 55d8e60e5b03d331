/**
 * The options of a machine, and their checks: a bad option is a TypeError that names it, its value, and the valid
 * values.
 */
import { DEFAULT_LIMITS } from '../../kernel/limits.ts';
import type { Limits } from '../../kernel/limits.ts';
import type { LinkSettings } from '../../kernel/net/link/link-conditions.ts';
import type { Memory } from '../../kernel/process.ts';
import { ORDERS, SERVER_KINDS } from '../../vocabulary.ts';
import type { Order, ServerKind } from '../../vocabulary.ts';
import type { Sys } from '../../kernel/sys.ts';
import type { WSGIRequestHandler } from '../../werkzeug/serving.ts';
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';
import { fullClassName } from '../../python/classes.ts';
import { isInstance, tryOr } from '../../python/foreign.ts';
import { LINK_RULES } from './link-rules.ts';
import { SCENARIO_LIMITS } from '../scenario/scenario-limits.ts';

/** Creates a server and serves, as a Python script does: `function* () { … yield* server.serveForever(); }`. */
export type Program = () => Sys<void>;

/** Options of a machine, all part of its scenario: two machines with equal options and inputs leave equal traces. */
export interface MachineOptions {
  /** The WSGI app to serve: `(environ, startResponse) => Iterable<Uint8Array>`, or `Request.application(view)`. */
  readonly app?: WsgiApp;
  /** `'base'` (default), `'threaded'` or `'forking'`. */
  readonly server?: ServerKind;
  /** The address to listen on; `'127.0.0.1'` by default. */
  readonly host?: string;
  /** 0 to 65535; 5000 by default. With 0 the kernel chooses. */
  readonly port?: number;
  /** How many children a forking server may have at a time; 40 by default. */
  readonly processes?: number;
  /** The request handler class; werkzeug's by default. */
  readonly handler?: new () => WSGIRequestHandler;
  /** Lets exceptions of the app pass through the server, as `run_simple(passthrough_errors=True)`. */
  readonly passthroughErrors?: boolean;
  /**
   * The program that the server process runs instead of `run_simple`: a `function*` that creates a server and serves.
   */
  readonly program?: Program;
  /** Seeds the choice among threads when `order` is random; 0 by default. */
  readonly seed?: number;
  /** Which thread runs next; `'round-robin'` by default. */
  readonly order?: Order;
  /** The machine's clock at boot: seconds since 1970-01-01 UTC; 2026-01-01 by default. */
  readonly epoch?: number;
  /** Whether to keep a log of every step; true by default. */
  readonly trace?: boolean;
  readonly limits?: Partial<Limits>;
  /** The network between the clients and the server; perfect by default. A Unix socket has no network. */
  readonly link?: LinkSettings;
  /** State that the server process starts with and that fork copies. */
  readonly memory?: Memory;
  /**
   * Whether an update of `memory()` that is lost, because another thread has set the value in between, becomes a step
   * of the log; false by default. `memory()` is then a Proxy, which `structuredClone` refuses: copy it as
   * `{ ...memory() }`.
   */
  readonly lostUpdates?: boolean;
}

/** Options with all defaults filled in. */
export type CheckedOptions = Required<Omit<MachineOptions, 'app' | 'handler' | 'program'>> &
  Pick<MachineOptions, 'handler'> & { readonly app: WsgiApp | undefined; readonly program: Program | undefined };

const DEFAULTS = {
  server: 'base',
  host: '127.0.0.1',
  port: 5000,
  processes: 40,
  passthroughErrors: false,
  seed: 0,
  order: 'round-robin',
  epoch: 1_767_225_600,
  trace: true,
  limits: {},
  link: {},
  memory: {},
  lostUpdates: false,
} as const satisfies MachineOptions;

const isOneOf =
  (values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);
/** `'base', 'threaded' or 'forking'`. */
const alternatives = (values: readonly string[]): string =>
  `${values.slice(0, -1).map(show).join(', ')} or ${show(values.at(-1))}`;

const isFunction = (value: unknown): boolean => typeof value === 'function';
/** An async function cannot be a coroutine of a machine. The engine's tag tells them apart. */
const isSync = (value: unknown): boolean =>
  isFunction(value) && !tryOr(() => Object.prototype.toString.call(value), '').startsWith('[object Async');
/** Finds the class by its registered name, so that code that only checks options need not load the server. */
const isHandler = (value: unknown): boolean => typeof value === 'function' && tryOr(() => handles(value), false);
function handles({ prototype }: Function): boolean {
  for (let at: unknown = prototype; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    if (fullClassName(at, '') === 'werkzeug.serving.WSGIRequestHandler') return true;
  }
  return false;
}
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
/** Whether the value is an array; a revoked proxy is not. */
export const isList = (value: unknown): value is unknown[] => tryOr(() => Array.isArray(value), false);
const isRecord = (value: unknown): boolean =>
  tryOr(
    () => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length >= 0,
    false,
  );
/**
 * Whether the value is plain data that fork can copy: not so deep that copying would not end, and inspectable. `known`
 * maps each object found plain to the depth it was allowed: an object that is shared is checked once, or again if it
 * lies deeper.
 */
function isPlain(
  value: unknown,
  depth: number = SCENARIO_LIMITS.depth,
  known: Map<object, number> = new Map(),
): boolean {
  if (typeof value !== 'object' || value === null || (known.get(value) ?? Infinity) <= depth) return true;
  if (depth === 0) return false;
  const isRight = [...itemsOf(value)].every((item) => isPlain(item, depth - 1, known));
  if (isRight) known.set(value, depth);
  return isRight;
}

function itemsOf(value: object): Iterable<unknown> {
  if (ArrayBuffer.isView(value)) return [];
  return value instanceof Map || value instanceof Set ? value : Object.values(value);
}

const isCount = (value: unknown, from: number, to: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;

/** The rule for each option: a test, and a description of valid values. */
const RULES: { readonly [K in keyof MachineOptions]-?: readonly [(value: unknown) => boolean, string] } = {
  app: [isFunction, 'a WSGI app: a function (environ, startResponse) that answers an iterable of Uint8Array'],
  server: [isOneOf(SERVER_KINDS), alternatives(SERVER_KINDS)],
  host: [(value) => typeof value === 'string' && value !== '', 'an address such as 127.0.0.1'],
  port: [(value) => isCount(value, 0, 65535), 'an integer from 0 to 65535'],
  processes: [(value) => isCount(value, 2, 4096), 'an integer from 2 to 4096'],
  handler: [isHandler, 'a subclass of WSGIRequestHandler'],
  passthroughErrors: [isBoolean, 'true or false'],
  program: [isSync, 'a generator function'],
  seed: [(value) => isCount(value, 0, 0xffffffff), 'an integer from 0 to 4294967295'],
  order: [isOneOf(ORDERS), alternatives(ORDERS)],
  epoch: [(value) => isCount(value, 0, 253_402_300_799), 'whole seconds since 1970, up to the year 9999'],
  trace: [isBoolean, 'true or false'],
  limits: [isRecord, 'an object with limits of the machine'],
  link: [isRecord, 'an object with settings of the link'],
  memory: [
    (value) => tryOr(() => isRecord(value) && !(value instanceof Map || value instanceof Set) && isPlain(value), false),
    `an object with plain data, at most ${SCENARIO_LIMITS.depth} levels deep`,
  ],
  lostUpdates: [isBoolean, 'true or false'],
};

/** Fills in defaults. Throws TypeError for an unknown option or a bad value. */
export function checkOptions(options: MachineOptions): CheckedOptions {
  if (!isRecord(options)) {
    const remedy = isFunction(options) ? '; write new Machine({ app })' : '';
    throw new TypeError(`options: ${show(options)} is not an object with options of Machine${remedy}`);
  }
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name as keyof MachineOptions] : undefined;
    if (rule === undefined) {
      throw new TypeError(`options.${name}: there is no such option; known are ${Object.keys(RULES).join(', ')}`);
    }
    const [isRight, wanted] = rule;
    if (value !== undefined && !isRight(value)) throw new TypeError(`options.${name}: ${show(value)} is not ${wanted}`);
  }
  checkLimits(options.limits ?? {});
  checkLink(options.link ?? {});
  if (options.app === undefined && options.program === undefined) {
    throw new TypeError('options.app: undefined is not a WSGI app; the server has nothing to serve');
  }
  const made = { app: undefined, program: undefined, ...DEFAULTS, ...given(options) };
  return { ...made, limits: given(made.limits), link: given(made.link) };
}

/** What has a value: a member that is undefined is as good as absent. */
function given<T extends object>(members: T): T {
  if (!Object.values(members).includes(undefined)) return members;
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

function checkLimits(limits: Partial<Limits>): void {
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(DEFAULT_LIMITS, name)) {
      const known = Object.keys(DEFAULT_LIMITS).join(', ');
      throw new TypeError(`options.limits.${name}: there is no such limit; known are ${known}`);
    }
    if (value !== undefined && !isCount(value, 1, Number.MAX_SAFE_INTEGER)) {
      throw new TypeError(`options.limits.${name}: ${show(value)} is not a positive integer`);
    }
  }
}

function checkLink(link: LinkSettings): void {
  for (const [name, value] of Object.entries(link)) {
    const rule = Object.hasOwn(LINK_RULES, name) ? LINK_RULES[name as keyof LinkSettings] : undefined;
    if (rule === undefined) {
      const known = Object.keys(LINK_RULES).join(', ');
      throw new TypeError(`options.link.${name}: there is no such setting; known are ${known}`);
    }
    const [isRight, wanted] = rule;
    if (value !== undefined && !isRight(value)) {
      throw new TypeError(`options.link.${name}: ${show(value)} is not ${wanted}`);
    }
  }
}

/** A value for an error message: short, and of any type. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 60 ? `${value.slice(0, 60)}…` : value}'`;
  if (typeof value === 'function') return value.name === '' ? 'function without a name' : `function ${value.name}`;
  if (isList(value)) return `an array of ${value.length}`;
  if (tryOr(() => typeof value === 'object' && value !== null && 'then' in value, false)) return 'a promise';
  if (typeof value === 'object' && value !== null) return `an object`;
  return String(value);
}

/** Checks which connections snapshots show. Throws TypeError if the value is not a Set. */
export function checkShown(clients: unknown): void {
  if (clients === undefined || isInstance(clients, Set)) return;
  throw new TypeError(`shownClients: ${show(clients)} is not a Set of client numbers`);
}
