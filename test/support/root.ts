/** Where the project is: what a folder moves deeper must not count again. */
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, without a slash at its end. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
