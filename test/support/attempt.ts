/** What an action gives, as the recordings of CPython have it: a value, or a Python exception as `Class: text`. */
import { BaseException } from '../../src/python/errors.ts';
import { str } from '../../src/python/repr.ts';

export type Answer<T = unknown> = { readonly ok: T } | { readonly error: string };

export function attempt<T>(action: () => T): Answer<T> {
  try {
    return { ok: action() };
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return { error: `${error.className}: ${str(error)}` };
  }
}
