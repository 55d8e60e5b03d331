/** A scope for each test of a file. */
import { afterEach, beforeEach, vi } from 'vitest';
import { Scope } from '../../web/kit/scope.ts';

/** Of the test that runs: it ends with the test, and so do stubbed globals. */
export let scope = new Scope();

/** @param prepare what is done before each test, once its scope is there. */
export function scopeForEachTest(prepare: () => void): void {
  beforeEach(() => {
    scope = new Scope();
    prepare();
  });
  afterEach(() => {
    scope.end();
    vi.unstubAllGlobals();
  });
}
