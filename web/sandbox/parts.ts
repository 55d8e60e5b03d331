/** How the page gets the parts of the worker's program: each is loaded once, when it is wanted. */
import { lazily } from '../kit/lazy.ts';
import type { Loader } from '../kit/lazy.ts';
import type { PartModules, PartName } from './program.ts';

export const loadPart: Readonly<Record<PartName, Loader<PartModules>>> = {
  core: lazily(async () => (await import('./parts/core.ts?part')).default),
  sessions: lazily(async () => (await import('./parts/sessions.ts?part')).default),
  full: lazily(async () => (await import('./parts/full.ts?part')).default),
  moments: lazily(async () => (await import('./parts/moments.ts?part')).default),
  apps: lazily(async () => (await import('./parts/apps.ts?part')).default),
};
