/** What of the tool is set before a test file is read, for the mutant that is tried. */

/** Stryker's own state, which instrumented code looks at. */
export interface Stryker {
  hitLimit?: number | undefined;
  activeMutant?: string | undefined;
}

/**
 * Stryker ends a mutant after a hundred times as many visits as without it. A few times as many tell a loop as well,
 * and much sooner.
 */
const SHARE_OF_LIMIT = 0.05;
const LEAST_VISITS = 10_000;

/**
 * The thread is kept: while a test file is read, the mutant of the run before would still be active. Where it made the
 * file throw, that had no tests, and the next mutant survived without a single one. Hooks activate the right one before
 * the first test; what the file computes outside of its tests is never mutated.
 */
export function beginFile(tool: Stryker): void {
  tool.activeMutant = undefined;
  if (tool.hitLimit !== undefined) tool.hitLimit = Math.ceil(tool.hitLimit * SHARE_OF_LIMIT) + LEAST_VISITS;
}
