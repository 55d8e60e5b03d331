/**
 * Wraps every registered class and function, for all machines. A wrapped method records into the log of the running
 * machine; without a log it passes the original result on. While no machine has a log, the originals are in place.
 */
import type { Few } from '../kernel/few.ts';
import { runningKernelOrNone } from '../kernel/running.ts';
import { STOP } from '../kernel/sys.ts';
import type { Block, Sys, UnrunCoroutine } from '../kernel/sys.ts';
import { mirroredMembers, onRegistered } from '../python/classes.ts';
import type { RegisteredClass, RegisteredFunction, Watch } from '../python/classes.ts';
import { numberOf, Recorder } from './recorder.ts';
import type { Frame, TracedName } from './recorder.ts';
import { KIND } from './step-log.ts';

type Method = (this: object | undefined, ...args: unknown[]) => unknown;

/** A traced name and its method. */
interface Traced extends TracedName {
  readonly original: Method;
}

/** A place that holds a mirrored function, or accessor: it gets the wrapper, or the original back. */
interface Place {
  readonly original: Method;
  /** Made when it is needed first: a program that keeps no log needs most of them never. */
  wrapper: Method | undefined;
  readonly wrap: () => Method;
  /** Puts `there` into the place, unless something else than `expected` is there: an app may have replaced it. */
  put(there: Method, expected: Method | undefined): void;
}

/** Undefined until the first machine. */
let places: Place[] | undefined;
let isInstalled = false;
let runsWithout = 0;

/**
 * How many runs without a log have to follow each other until the originals are put back. Each time it is four times as
 * many: the engine then compiles again what calls them, which a program that goes back and forth would wait for.
 */
let patience = 100;

/**
 * Called before a machine runs. Wraps all classes and functions that are registered now or later if it has a log. Where
 * none has one, a mirrored method is the original again, and costs nothing. Machines with and without a log can take
 * turns, or run each other: a wrapper without a log only passes on.
 */
export function prepareRun(hasLog: boolean): void {
  if (places === undefined) {
    places = [];
    onRegistered((entry) => (entry.kind === 'class' ? wrapClass(entry) : wrapFunction(entry)));
  }
  if (hasLog) {
    runsWithout = 0;
    install(true);
  } else if (isInstalled && runningKernelOrNone() === undefined) {
    // No machine is in the middle of a run.
    runsWithout += 1;
    if (runsWithout <= patience) return;
    patience *= 4;
    install(false);
  }
}

function install(isWanted: boolean): void {
  if (isInstalled === isWanted) return;
  isInstalled = isWanted;
  for (const place of places ?? []) {
    if (isWanted) putWrapper(place);
    else place.put(place.original, place.wrapper);
  }
}

/** Where the machinery of servers is: apps hold none of its objects. */
const MACHINERY = /^(http\.server|selectors|socketserver|werkzeug\.(serving|wsgi))$/;
/** Methods that only mirrored code calls: private ones, and those that hand over bytes without a copy. */
const OURS = /^_|Chunk$/;

function putWrapper(place: Place): void {
  place.wrapper ??= place.wrap();
  place.put(place.wrapper, place.original);
}

/** @param isForApps whether apps call it: it then stays wrapped, to find a forgotten `yield*` without a log. */
function addPlace(isForApps: boolean, place: Place): void {
  if (isForApps && isGeneratorFunction(place.original)) return putWrapper(place);
  places?.push(place);
  if (isInstalled) putWrapper(place);
  return undefined;
}

/** The watches of a class. Those of its bases come first: a watch has the same index along the chain. */
const watched = new WeakMap<object, readonly Watch<never>[]>();

function watchOf(prototype: object, own: readonly Watch<never>[]): readonly Watch<never>[] {
  let base: unknown = Object.getPrototypeOf(prototype);
  while (base !== null && !watched.has(base as object)) base = Object.getPrototypeOf(base);
  const inherited = (base !== null && watched.get(base as object)) || [];
  const watch = own.length === 0 ? inherited : [...inherited, ...own];
  watched.set(prototype, watch);
  return watch;
}

/** By class: the places of its members. A class is announced again when members that were absent have come. */
const placesOf = new WeakMap<object, Map<string, Place>>();

function wrapClass(entry: RegisteredClass): void {
  const { prototype, options } = entry;
  const watch = watchOf(prototype, options.watch ?? []);
  const isMachinery = MACHINERY.test(entry.module);
  const known = placesOf.get(entry) ?? new Map<string, Place>();
  placesOf.set(entry, known);
  for (const { member, name, descriptor } of mirroredMembers(entry)) {
    const kind = typeof descriptor.value === 'function' ? 'value' : 'get';
    const original = descriptor[kind] as Method;
    const before = known.get(member);
    if (before !== undefined && (before.original === original || before.wrapper === original)) continue;
    const place: Place = {
      original,
      wrapper: undefined,
      wrap: () => wrap(original, name, watch),
      put(there, expected) {
        const present = Object.getOwnPropertyDescriptor(prototype, member);
        if (present?.[kind] === expected) Object.defineProperty(prototype, member, { ...present, [kind]: there });
      },
    };
    known.set(member, place);
    addPlace(!isMachinery && !OURS.test(member), place);
  }
}

function wrapFunction(entry: RegisteredFunction): void {
  const original = entry.implementation as Method;
  addPlace(!MACHINERY.test(entry.module), {
    original,
    wrapper: undefined,
    wrap: () => wrap(original, `${entry.module}.${entry.qualname}`, []),
    put(there, expected) {
      if (entry.implementation === expected) entry.implementation = there;
    },
  });
}

function wrap(original: Method, name: string, watch: readonly Watch<never>[]): Method {
  const traced: Traced = { name, number: numberOf(name), watch, original };
  return isGeneratorFunction(original) ? wrapGenerator(original, traced) : wrapPlain(original, traced);
}

function wrapGenerator(original: Method, traced: Traced): Method {
  return named(original, function (this: object | undefined, ...args: unknown[]): unknown {
    const unrun = unrunCoroutines();
    if (unrun === undefined && currentRecorder() === undefined) return original.apply(this, args);
    const call = new TracedCall(traced, this, args);
    unrun?.add(call);
    return call;
  });
}

/** Every generator has it, but looking it up is slow where generators of many functions meet. */
// oxlint-disable-next-line typescript/unbound-method -- it is called on a generator
const { next: resume } = Object.getPrototypeOf(function* () {
  /* only its class is wanted */
}).prototype as Sys<unknown>;

const STOPPED: IteratorResult<typeof STOP, never> = { done: false, value: STOP };

/**
 * A traced coroutine: the iterator that `yield*` runs in place of the original generator, and the frame of the call. It
 * is written out, not a generator around the original one, since one is made for each traced call. It does not keep the
 * recorder: apps can hold traced coroutines (`sleep(1)`), and the recorder leads to the whole kernel.
 */
class TracedCall implements Iterator<Block, unknown, void>, Frame, UnrunCoroutine {
  readonly traced: Traced;
  readonly self: object | undefined;
  step = -1;
  private readonly _args: unknown[];
  private _inner: Sys<unknown> | undefined;
  private _result: IteratorResult<Block, unknown> | undefined;

  constructor(traced: Traced, self: object | undefined, args: unknown[]) {
    this.traced = traced;
    this.self = self;
    this._args = args;
  }

  /** It passes for a generator: callbacks and `close` methods that block are recognized by that. */
  get [Symbol.toStringTag](): string {
    return 'Generator';
  }

  [Symbol.iterator](): this {
    return this;
  }

  get calledAs(): string {
    const { name, original } = this.traced;
    return original.name === '' ? name.slice(name.lastIndexOf('.') + 1) : original.name;
  }

  get pythonName(): string {
    return this.traced.name;
  }

  next(): IteratorResult<Block, unknown> {
    // A stop at the return kept the result for now.
    if (this._result !== undefined) return this._result;
    if (this._inner === undefined) {
      // A generator runs on its first `next`: making it here calls nothing yet.
      this._inner = this.traced.original.apply(this.self, this._args) as Sys<unknown>;
      unrunCoroutines()?.delete(this);
      currentRecorder()?.enter(this, this._args);
      if (mustStop()) return STOPPED;
    }
    try {
      const step = resume.call(this._inner);
      if (step.done !== true) return step;
      this._result = step;
    } catch (error) {
      currentRecorder()?.leave(this, KIND.raise, error);
      throw error;
    }
    currentRecorder()?.leave(this, KIND.return, this._result.value);
    return mustStop() ? STOPPED : this._result;
  }

  /** Called when something inside has made an invalid yield: the error is thrown there. */
  throw(error: unknown): IteratorResult<Block, unknown> {
    if (this._inner === undefined || this._result !== undefined) throw error;
    try {
      const step = this._inner.throw(error);
      if (step.done !== true) return step;
      this._result = step;
    } catch (raised) {
      currentRecorder()?.leave(this, KIND.raise, raised);
      throw raised;
    }
    currentRecorder()?.leave(this, KIND.return, this._result.value);
    return mustStop() ? STOPPED : this._result;
  }

  /** Called when an app's generator is closed while it blocks in here: the coroutine's resources are closed too. */
  return(value: unknown): IteratorResult<Block, unknown> {
    return this._inner?.return(value) ?? { done: true, value };
  }
}

function wrapPlain(original: Method, traced: TracedName): Method {
  return named(original, function (this: object | undefined, ...args: unknown[]): unknown {
    const recorder = currentRecorder();
    if (recorder === undefined) return original.apply(this, args);
    const frame: Frame = { traced, self: this, step: -1 };
    recorder.enter(frame, args);
    let result: unknown;
    try {
      result = original.apply(this, args);
    } catch (error) {
      recorder.leave(frame, KIND.raise, error);
      throw error;
    }
    recorder.leave(frame, KIND.return, result);
    return result;
  });
}

function currentRecorder(): Recorder | undefined {
  const observer = runningKernelOrNone()?.observer;
  return observer instanceof Recorder ? observer : undefined;
}

/** The set of coroutines that the running thread's app code has made and not started. */
const unrunCoroutines = (): Few<UnrunCoroutine> | undefined => runningKernelOrNone()?.currentOrNone?.unrun;

const mustStop = (): boolean => runningKernelOrNone()?.stopRequested === true;

const GeneratorFunction = Object.getPrototypeOf(function* () {
  /* only its class is wanted */
}).constructor as new () => unknown;

const isGeneratorFunction = (method: Method): boolean =>
  method instanceof (GeneratorFunction as unknown as Function & { new (): unknown });

/** The wrapper has the name and length of the method that it wraps. */
function named(original: Method, wrapper: Method): Method {
  Object.defineProperty(wrapper, 'name', { value: original.name });
  Object.defineProperty(wrapper, 'length', { value: original.length });
  return wrapper;
}
