/**
 * Wraps every registered class and function once, for all machines. A wrapped method records into the log of the machine
 * that is running; with no log attached it hands on what the original answers, and costs one comparison.
 */
import { runningKernelOrNone } from '../kernel/running.ts';
import { STOP } from '../kernel/sys.ts';
import type { Sys } from '../kernel/sys.ts';
import { onRegistered, pythonName } from '../python/classes.ts';
import type { RegisteredClass, RegisteredFunction } from '../python/classes.ts';
import { Recorder } from './recorder.ts';
import type { TracedName } from './recorder.ts';

type Method = (this: object | undefined, ...args: unknown[]) => unknown;

let isWrapping = false;

/** Wraps what is registered, now and later. Further calls do nothing. */
export function wrapRegistered(): void {
  if (isWrapping) return;
  isWrapping = true;
  onRegistered((entry) => (entry.kind === 'class' ? wrapClass(entry) : wrapFunction(entry)));
}

function wrapClass({ module, qualname, prototype, options }: RegisteredClass): void {
  for (const [member, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (member === 'constructor' || (options.own as readonly string[] | undefined)?.includes(member) === true) continue;
    const traced: TracedName = {
      name: `${module}.${qualname}.${options.names?.[member] ?? pythonName(member)}`,
      watch: options.watch ?? [],
    };
    if (typeof descriptor.value === 'function') {
      Object.defineProperty(prototype, member, { ...descriptor, value: wrap(descriptor.value as Method, traced) });
    } else if (descriptor.get !== undefined) {
      Object.defineProperty(prototype, member, { ...descriptor, get: wrap(descriptor.get as Method, traced) });
    }
  }
}

function wrapFunction(entry: RegisteredFunction): void {
  const traced: TracedName = { name: `${entry.module}.${entry.qualname}`, watch: [] };
  entry.implementation = wrap(entry.implementation as Method, traced) as RegisteredFunction['implementation'];
}

function wrap(original: Method, traced: TracedName): Method {
  return isGeneratorFunction(original) ? wrapGenerator(original, traced) : wrapPlain(original, traced);
}

function wrapGenerator(original: Method, traced: TracedName): Method {
  return named(original, function (this: object | undefined, ...args: unknown[]): unknown {
    const recorder = currentRecorder();
    if (recorder === undefined) return original.apply(this, args);
    return record(recorder, traced, this, { original, args });
  });
}

function* record(
  recorder: Recorder,
  traced: TracedName,
  self: object | undefined,
  { original, args }: { original: Method; args: unknown[] },
): Sys<unknown> {
  const frame = recorder.enter(traced, self, args);
  if (mustStop()) yield STOP;
  let result: unknown;
  try {
    result = yield* original.apply(self, args) as Sys<unknown>;
  } catch (error) {
    recorder.leave(traced, frame, 'raise', error);
    throw error;
  }
  recorder.leave(traced, frame, 'return', result);
  if (mustStop()) yield STOP;
  return result;
}

function wrapPlain(original: Method, traced: TracedName): Method {
  return named(original, function (this: object | undefined, ...args: unknown[]): unknown {
    const recorder = currentRecorder();
    if (recorder === undefined) return original.apply(this, args);
    const frame = recorder.enter(traced, this, args);
    let result: unknown;
    try {
      result = original.apply(this, args);
    } catch (error) {
      recorder.leave(traced, frame, 'raise', error);
      throw error;
    }
    recorder.leave(traced, frame, 'return', result);
    return result;
  });
}

function currentRecorder(): Recorder | undefined {
  const observer = runningKernelOrNone()?.observer;
  return observer instanceof Recorder ? observer : undefined;
}

const mustStop = (): boolean => runningKernelOrNone()?.stopRequested === true;

const GeneratorFunction = Object.getPrototypeOf(function* () {
  /* only its class is wanted */
}).constructor as new () => unknown;

const isGeneratorFunction = (method: Method): boolean =>
  method instanceof (GeneratorFunction as unknown as Function & { new (): unknown });

/** The wrapper goes by the name and length of what it wraps. */
function named(original: Method, wrapper: Method): Method {
  Object.defineProperty(wrapper, 'name', { value: original.name });
  Object.defineProperty(wrapper, 'length', { value: original.length });
  return wrapper;
}
