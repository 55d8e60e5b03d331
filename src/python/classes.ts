/**
 * Parts of Python's object model: construction in two steps, qualified names, a registry of all mirrored classes and
 * functions, and class attributes that are written at run time.
 */
import type { Sys } from '../kernel/sys.ts';
import { markAsOurs } from './errors.ts';
import { isTracking, trackCoroutine } from './forgotten-yield.ts';
import { currentProcess } from './libc.ts';

/** A class made by `create()`: `new` sets class attributes, `init` is Python's `__init__` and may block. */
export type Creatable<A extends readonly unknown[], T> = new () => T & { init(...args: A): Sys<void> };

/**
 * `Class(*args)`. Initializes the fields of the whole class chain before `init` runs, so that the base class sees an
 * overridden class attribute.
 */
export function create<A extends readonly unknown[], T>(Class: Creatable<A, T>, ...args: A): Sys<T> {
  const made = initialize(Class, args);
  if (!isTracking()) return made;
  return trackCoroutine(made, {
    calledAs: 'create',
    pythonName: fullClassName(Class.prototype as object, Class.name),
  });
}

function* initialize<A extends readonly unknown[], T>(Class: Creatable<A, T>, args: A): Sys<T> {
  const self = new Class();
  yield* self.init(...args);
  return self;
}

/**
 * A value that the trace observes on objects of a registered class, compared with `===` after each call: its name in
 * the trace, e.g. `rfile.position`, and how to read it. A primitive, or an object that is replaced and never changed.
 */
export type Watch<T> = readonly [name: string, read: (self: T) => unknown];

/** How a class differs from its TypeScript shape. */
export interface RegistrationOptions<T> {
  /**
   * Python's qualified name, if it differs from the name: a class of ours may stand for the local functions of a
   * method.
   */
  readonly qualname?: string;
  /** The module that `repr()` shows, if it is another one: classes of `io` are defined in `_io`. */
  readonly typeModule?: string;
  /** Methods and accessors that Python does not have: they are not traced. */
  readonly own?: readonly (keyof T & string)[];
  /** Python names of members whose name does not follow from the TypeScript name. */
  readonly names?: Readonly<Record<string, string>>;
  readonly watch?: readonly Watch<T>[];
}

/** A mirrored class, for the tracer. */
export interface RegisteredClass {
  readonly kind: 'class';
  readonly module: string;
  readonly qualname: string;
  readonly prototype: object;
  readonly options: RegistrationOptions<never>;
}

/** A mirrored function of a module, for the tracer, which may replace `implementation`. */
export interface RegisteredFunction {
  readonly kind: 'function';
  readonly module: string;
  readonly qualname: string;
  implementation: (...args: never[]) => unknown;
}

export type Registered = RegisteredClass | RegisteredFunction;

const registry: Registered[] = [];
const registeredNames = new WeakMap<object, string>();

/** Python's full name of a class, as `repr()` shows it: classes that are not mirrored belong to the program. */
export function fullClassName(prototype: object, name: string): string {
  return registeredNames.get(prototype) ?? `__main__.${name}`;
}
const listeners: ((entry: Registered) => void)[] = [];

/**
 * Registers a mirrored class, at the end of its body, and returns its name, which becomes the class's own: `static
 * readonly name: string = registerClass('socketserver', 'BaseServer', BaseServer);`. This way the name is data, which
 * minifiers keep, and bundlers drop the registration together with a class that is not used. A statement below the
 * class would be dropped even if the class is used. Methods added later are not traced before `announceMembers`.
 */
/*@__NO_SIDE_EFFECTS__*/
export function registerClass<T extends object>(
  module: string,
  name: string,
  Class: abstract new (...args: never[]) => T,
  options: RegistrationOptions<T> = {},
): string {
  markAsOurs(Class.prototype as object);
  const qualname = options.qualname ?? name;
  registeredNames.set(Class.prototype as object, `${options.typeModule ?? module}.${qualname}`);
  announce({ kind: 'class', module, qualname, prototype: Class.prototype as object, options });
  return name;
}

/**
 * The method as its class defines it: to ask later whether an object still has it, or one that an app or the tracer has
 * put in its place.
 */
/*@__NO_SIDE_EFFECTS__*/
export const methodOf = <T extends object, K extends keyof T>(
  Class: abstract new (...args: never[]) => T,
  member: K,
): T[K] => (Class.prototype as T)[member];

/** Registers a mirrored function; call the returned function in its place. */
/*@__NO_SIDE_EFFECTS__*/
export function registerFunction<A extends readonly unknown[], R>(
  module: string,
  qualname: string,
  implementation: (...args: A) => R,
): (...args: A) => R {
  const entry: RegisteredFunction = { kind: 'function', module, qualname, implementation };
  announce(entry);
  return (...args) => {
    // Called apart from the entry, which would be its `this`: a function runs on no object.
    const present: unknown = entry.implementation;
    return (present as typeof implementation)(...args);
  };
}

/** Calls `listener` for everything that is registered, now and later: once each, but for `announceMembers`. */
export function onRegistered(listener: (entry: Registered) => void): void {
  listeners.push(listener);
  registry.forEach(listener);
}

/** A method or accessor of a mirrored class. */
export interface MirroredMember {
  /** The TypeScript name. */
  readonly member: string;
  /** Python's qualified name, which the trace shows. */
  readonly name: string;
  readonly descriptor: PropertyDescriptor;
}

/** The callable members of a mirrored class itself, without those that Python does not have. */
export function mirroredMembers({ module, qualname, prototype, options }: RegisteredClass): readonly MirroredMember[] {
  const own: readonly string[] = options.own ?? [];
  return Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([member, descriptor]) => {
    const isCalled = typeof descriptor.value === 'function' || descriptor.get !== undefined;
    if (member === 'constructor' || own.includes(member) || !isCalled) return [];
    return [{ member, name: `${module}.${qualname}.${options.names?.[member] ?? pythonName(member)}`, descriptor }];
  });
}

/**
 * Python's names of all mirrored methods and functions, sorted: those that the trace shows and that a breakpoint can
 * name.
 */
export function mirroredNames(): readonly string[] {
  const names = registry.flatMap((entry) =>
    entry.kind === 'class' ? mirroredMembers(entry).map(({ name }) => name) : [`${entry.module}.${entry.qualname}`],
  );
  return [...new Set(names)].toSorted();
}

/** Tells listeners of all classes again: members that were absent have come. */
export function announceMembers(): void {
  for (const entry of registry) if (entry.kind === 'class') for (const listener of listeners) listener(entry);
}

function announce(entry: Registered): void {
  registry.push(entry);
  for (const listener of listeners) listener(entry);
}

/**
 * The Python name of a member: `serveForever` → `serve_forever`, `init` → `__init__`; `do_GET`, constants, class names
 * and `__getattr__` stay.
 */
export function pythonName(member: string): string {
  if (member === 'init') return '__init__';
  if (/^(do_|__|[A-Z])/.test(member) || member === member.toUpperCase()) return member;
  return member.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

type ClassObject = abstract new (...args: never[]) => object;

/** `Class.name = value` at run time: only the running process sees it, although all machines share the class object. */
export function setClassAttribute(Class: ClassObject, name: string, value: unknown): void {
  writtenAttributes(true)?.set(`${classId(Class)}.${name}`, value);
}

/**
 * `Class.name`: the value that the running process wrote, or else the static member, looked up along the class chain.
 */
export function classAttribute(Class: ClassObject, name: string): unknown {
  const written = writtenAttributes(false);
  for (let type: unknown = Class; typeof type === 'function'; type = Object.getPrototypeOf(type)) {
    const key = written === undefined ? '' : `${classId(type as unknown as ClassObject)}.${name}`;
    if (written?.has(key) === true) return written.get(key);
    if (Object.hasOwn(type, name)) return (type as unknown as Record<string, unknown>)[name];
  }
  return undefined;
}

/** `name in vars(Class)`: whether the class itself, not one of its bases, has the attribute. */
export function hasOwnClassAttribute(Class: ClassObject, name: string): boolean {
  return Object.hasOwn(Class, name) || writtenAttributes(false)?.has(`${classId(Class)}.${name}`) === true;
}

const WRITTEN = 'class attributes';
const classIds = new WeakMap<ClassObject, number>();
let nextClassId = 1;

function classId(Class: ClassObject): number {
  let id = classIds.get(Class);
  if (id === undefined) classIds.set(Class, (id = nextClassId++));
  return id;
}

function writtenAttributes(make: boolean): Map<string, unknown> | undefined {
  const { interpreter } = currentProcess();
  let written = interpreter.get(WRITTEN) as Map<string, unknown> | undefined;
  if (written === undefined && make) interpreter.set(WRITTEN, (written = new Map()));
  return written;
}
