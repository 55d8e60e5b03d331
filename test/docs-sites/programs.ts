/** Which programs this computer has. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const isThere = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
