/** Loading the reader's app. The host cannot load code: the worker of a page, or Node, gives it a function that can. */
import type { WsgiApp } from '../index.ts';
import { errorNotice, noticeOf } from './notices.ts';
import type { Notice } from './notices.ts';
import type { LoadProblem } from './app-faults.ts';

/** Loads an app from JavaScript; rejects with AppLoadError. `enter` is called just before its code runs. */
export type AppLoader = (code: string, enter: () => void) => Promise<LoadedApp>;

/** What is known of the module of an app. */
export interface LoadedModule {
  /** The frames of its stacks name it. */
  readonly address: string;
  /** What is to be done about an error, by its text; empty where that is not known. */
  readonly adviceOn?: (text: string) => string;
}

export interface LoadedApp extends LoadedModule {
  readonly app: WsgiApp;
}

/** The app could not be loaded. */
export class AppLoadError extends Error {
  override readonly name = 'AppLoadError';
  readonly problem: LoadProblem;

  constructor(problem: LoadProblem) {
    super(problem.notice.code);
    this.problem = problem;
  }
}

/** Why a machine has ended. */
export function failureNotice(error: unknown): Notice {
  if (error instanceof AppLoadError) return noticeOf('appNotLoaded', { reason: error.problem.notice });
  if (error instanceof Error) return errorNotice(`${error.name}: ${error.message}`);
  return errorNotice(error);
}
