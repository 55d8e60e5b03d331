/**
 * The preset apps by name, for scenarios. Scenarios know every name, but an app only after its module was loaded: a
 * bundler leaves the apps, and all of Werkzeug that they need, out of a program that does not import `preset` or
 * `PRESETS`.
 */
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';

/** Every name that a scenario can give a preset. */
export const PRESET_NAMES: readonly string[] = [
  ...['hello', 'raw-hello', 'environ', 'echo', 'form', 'stream', 'sleepy', 'counter', 'boom', 'datagrams'],
];

const apps = new Map<string, WsgiApp>();

/** Makes apps known to scenarios, and returns the list. */
/*@__NO_SIDE_EFFECTS__*/
export function registerPresets<P extends { readonly name: string; readonly app: WsgiApp }>(
  presets: readonly P[],
): readonly P[] {
  for (const { name, app } of presets) apps.set(name, app);
  return presets;
}

/** The app of a preset; undefined if the program does not contain it. */
export const presetApp = (name: string): WsgiApp | undefined => apps.get(name);

/** The preset that an app is; undefined for all other apps. */
export const presetNameOf = (app: WsgiApp | undefined): string | undefined =>
  PRESET_NAMES.find((name) => app !== undefined && apps.get(name) === app);
