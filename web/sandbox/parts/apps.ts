/** The part of the worker's program that loads apps of readers and authors. It needs `full`: they may import all. */
import { loadApp } from '../app-loader.ts';
import type { Program } from '../program.ts';

export function install({ host }: Program): void {
  if (host !== undefined) host.loadApp = loadApp;
}
