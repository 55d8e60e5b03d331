import type { WsgiApp } from '../../src/index.ts';
import type { AppProblem } from '../../src/host/protocol.ts';
/** An app, and the address of its module: the one that the frames of its stacks name. */
export interface LoadedApp {
  readonly app: WsgiApp;
  readonly address: string;
}
/** An app that could not be loaded. */
export declare class AppLoadError extends Error {
  readonly name = 'AppLoadError';
  readonly problem: AppProblem;
  constructor(problem: AppProblem);
}
/** What ended a machine, in words. */
export declare function failureText(error: unknown): string;
/** Loads an app; rejects with AppLoadError. From then on the worker is used: other code has run in it. */
export declare function loadApp(code: string): Promise<LoadedApp>;
