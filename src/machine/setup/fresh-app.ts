/**
 * Apps that keep state outside the process's memory: each machine makes its own, so that a replay starts with fresh
 * state.
 */
import { BLOCKING } from '../../werkzeug/wsgi-types.ts';
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';
import { tryOr } from '../../python/foreign.ts';
import { checkOptions, show } from './options.ts';
import type { CheckedOptions, MachineOptions, Program } from './options.ts';
import { programOf } from './program.ts';

/** An app takes `environ` and `startResponse`; a function that makes an app takes nothing. */
const APP_PARAMETERS = 2;

const MAKE = Symbol('makes the app of a machine');

/**
 * An app, as an option of a machine, that each machine makes for itself: the machine, those that replay it for `seek`
 * and `branch`, and those of its scenario. Its variables then start afresh in each replay. `make` must return an
 * equivalent app each time and cannot wait. Throws TypeError when it is not a function.
 */
export function freshApp(make: () => WsgiApp): WsgiApp {
  if (typeof make !== 'function') throw new TypeError(`make: ${show(make)} is not a function that makes a WSGI app`);
  if (make.length >= APP_PARAMETERS || BLOCKING in make) {
    throw new TypeError(
      `make: ${show(make)} is an app itself; freshApp() takes a function that makes one: freshApp(() => app)`,
    );
  }
  const refuse = (): never => {
    throw new TypeError(
      `${make.name}: an app made with freshApp() cannot be called; give it to a Machine, as options.app`,
    );
  };
  return Object.defineProperties(refuse, { name: { value: make.name }, [MAKE]: { value: make } });
}

/**
 * A program, as an option of a machine, that each machine makes again, as `freshApp` makes an app: its variables are
 * then part of the replay. `make` must do the same each time and cannot wait. Throws TypeError unless it is a function
 * that makes a program.
 */
export function freshProgram(make: () => Program): Program {
  if (typeof make !== 'function') throw new TypeError(`make: ${show(make)} is not a function that makes a program`);
  if (isGeneratorFunction(make)) {
    throw new TypeError(`make: ${show(make)} is a program itself; write freshProgram(() => program)`);
  }
  const refuse = (): never => {
    throw new TypeError(
      `${make.name}: a program made with freshProgram() cannot be called; give it to a Machine, as options.program`,
    );
  };
  return Object.defineProperties(refuse, { name: { value: make.name }, [MAKE]: { value: make } });
}

/** The options of one machine: checked, with defaults filled in and with an app of its own. Throws TypeError. */
export function resolveOptions(options: MachineOptions): CheckedOptions {
  const checked = checkOptions(options);
  const app = made(checked.app, (value) => `options.app: freshApp() made ${value}, not a WSGI app: ${ANSWER_APP}`);
  const program = made(checked.program, (value) => `options.program: freshProgram() made ${value}, ${ANSWER_PROGRAM}`);
  return { ...checked, app, program: program ?? programOf(app) };
}

const ANSWER_APP = 'its function must answer one, as freshApp(() => app) does';
const ANSWER_PROGRAM = 'not a generator function: its function must answer one, as freshProgram(() => program) does';

/**
 * What a machine runs: made for it, if it is fresh for each machine. Throws TypeError when what was made is no
 * function.
 */
function made<T extends WsgiApp | Program>(given: T | undefined, complaint: (value: string) => string): T | undefined {
  const { [MAKE]: make } = (given ?? {}) as { readonly [MAKE]?: () => T };
  if (make === undefined) return given;
  const value = make();
  if (typeof value === 'function') return value;
  throw new TypeError(complaint(show(value)));
}

const isGeneratorFunction = (value: unknown): boolean =>
  tryOr(() => Object.prototype.toString.call(value), '') === '[object GeneratorFunction]';
