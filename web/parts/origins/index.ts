/** Where something came from and where it goes. Loaded when it is first asked. */
import { lazily } from '../../kit/lazy.ts';

export type { OriginsPart, Over } from './origins-part.ts';

export const loadOrigins = lazily(() => import('./origins-part.ts'));
