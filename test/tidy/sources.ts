/** Every file of code of the project, read once. */
import { filesUnder, readSource } from '../support/source.ts';

export const sources = ['src', 'web', 'test']
  .flatMap((folder) => filesUnder(folder, /\.(ts|mjs)$/))
  .concat('vite.config.ts')
  .map(readSource);
