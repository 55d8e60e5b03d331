/** Breakpoints, pauses and choices. The drawer and the strip come on demand. */
import { lazily } from '../../kit/lazy.ts';

export { DebugTools } from './tools.ts';

export const loadDrawer = lazily(() => import('./drawer.ts'));
export const loadStrip = lazily(() => import('./strip.ts'));
