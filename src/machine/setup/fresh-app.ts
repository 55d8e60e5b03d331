/** Apps that keep state outside of the process's memory: made anew for each machine, so that one that lives the same again starts the same. */
import { BLOCKING } from '../../werkzeug/wsgi-types.ts';
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';
import { checkOptions, show } from './options.ts';
import type { CheckedOptions, MachineOptions } from './options.ts';

/** An app takes `environ` and `startResponse`; what makes one takes nothing. */
const APP_PARAMETERS = 2;

const MAKE = Symbol('makes the app of a machine');

/**
 * An app, as an option of a machine, that is made for each machine anew: for itself, for those that live it again to go back or to branch,
 * and for those of its scenario. What its variables hold is then part of what is lived again.
 * `make` must do the same each time; it cannot wait. Throws TypeError when it is no function.
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
      `${make.name}: an app made with freshApp() can not be called; give it to a Machine, as options.app`,
    );
  };
  return Object.defineProperties(refuse, { name: { value: make.name }, [MAKE]: { value: make } });
}

/** The options of one machine: checked, defaults filled in, with an app of its own. Throws TypeError. */
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
