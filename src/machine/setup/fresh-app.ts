/**
 * Apps that keep state outside the process's memory: each machine makes its own, so that a replay starts with fresh
 * state.
 */
import { BLOCKING } from '../../werkzeug/wsgi-types.ts';
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';
import { checkOptions, show } from './options.ts';
import type { CheckedOptions, MachineOptions } from './options.ts';

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

/** The options of one machine: checked, with defaults filled in and with an app of its own. Throws TypeError. */
export function resolveOptions(options: MachineOptions): CheckedOptions {
  const checked = checkOptions(options);
  const { [MAKE]: make } = (checked.app ?? {}) as { readonly [MAKE]?: () => unknown };
  if (make === undefined) return checked;
  const app: unknown = make();
  if (typeof app === 'function') return { ...checked, app: app as WsgiApp };
  throw new TypeError(
    `options.app: freshApp() made ${show(app)}, not a WSGI app: its function must answer one, as freshApp(() => app) does`,
  );
}
