/** An app of the reader's, as the host gets it from whoever can load code: the worker of a page, or Node. */
import type { WsgiApp } from '../index.ts';
import type { AppProblem } from './protocol.ts';

/** Loads an app from compiled code; rejects with AppLoadError. */
export type AppLoader = (code: string) => Promise<LoadedApp>;

/** An app, and the address of its module: the one that the frames of its stacks name. */
export interface LoadedApp {
  readonly app: WsgiApp;
  readonly address: string;
}

/** An app that could not be loaded. */
export class AppLoadError extends Error {
  override readonly name = 'AppLoadError';
  readonly problem: AppProblem;

  constructor(problem: AppProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** What ended a machine, in words. */
export function failureText(error: unknown): string {
  if (error instanceof AppLoadError) return `The app could not be loaded: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
