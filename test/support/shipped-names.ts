/** The names of the methods that Glaswerk itself mirrors. */
import { mirroredNames } from '../../src/index.ts';

/** Without those of apps that other tests of the same process have registered. */
export const shippedNames = (): readonly string[] => mirroredNames().filter((name) => !name.startsWith('apps.'));
