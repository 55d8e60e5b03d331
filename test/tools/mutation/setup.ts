/**
 * Before each test file, for mutants: properties try few cases, always the same, and no mutant of the run before.
 */
import { configureGlobal } from 'fast-check';
import { inject } from 'vitest';
import { beginFile } from './begin-file.ts';
import type { Stryker } from './begin-file.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly globalNamespace: string;
  }
}

configureGlobal({ seed: 1 });
const space = inject('globalNamespace');
const tool = (globalThis as unknown as Readonly<Record<string, Stryker | undefined>>)[space];
if (tool !== undefined) beginFile(tool);
