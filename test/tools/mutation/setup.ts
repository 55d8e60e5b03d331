/**
 * Before each test file, for mutants: properties try few cases, always the same, and a fault that loops is ended soon.
 */
import { configureGlobal } from 'fast-check';
import { inject } from 'vitest';

/**
 * Stryker ends a mutant after a hundred times as many visits as without it. A few times as many tell a loop as well,
 * and much sooner.
 */
const SHARE_OF_LIMIT = 0.05;
const LEAST_VISITS = 10_000;

interface Stryker {
  hitLimit?: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly globalNamespace: string;
  }
}

configureGlobal({ seed: 1 });
const space = inject('globalNamespace');
const tool = (globalThis as unknown as Readonly<Record<string, Stryker | undefined>>)[space];
if (tool?.hitLimit !== undefined) tool.hitLimit = Math.ceil(tool.hitLimit * SHARE_OF_LIMIT) + LEAST_VISITS;
