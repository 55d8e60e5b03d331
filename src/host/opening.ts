/** Boots the machine of a session: loads its app, and replays the scenario of a link. */
import type { Machine, WsgiApp } from '../index.ts';
import { AppLoadError } from './app-loading.ts';
import type { AppLoader } from './app-loading.ts';
import type { MachineSession } from './machine-session.ts';
import { Keeping } from './keeping.ts';
import { PRESET_INFOS, makeMachine, presetOf } from './make-machine.ts';
import type { ToMachine } from './protocol.ts';
import { run } from './running.ts';

type Boot = Extract<ToMachine, { type: 'boot' }>;

interface Means {
  readonly loadApp: AppLoader;
  /** The machine that is made again, since it lacked something. */
  readonly before?: Machine | undefined;
}

/** Boots the machine of a new session, at once or as soon as its app is loaded. */
export function boot(session: MachineSession, message: Boot, { loadApp, before }: Means): void {
  const { options, app, breakpoints, isAsking } = message;
  session.logBefore = app?.logBefore ?? '';
  session.pauses.setBreakpoints(undefined, breakpoints);
  session.pauses.ask(undefined, isAsking);
  session.keeping = message.isKept === true ? new Keeping() : undefined;
  session.isForeign = app?.code !== undefined;
  if (app?.code === undefined) return start(session, message, presetOf(options.app), before);
  loadApp(app.code, () => session.enter())
    .then((loaded) => {
      if (session.hasEnded) return;
      session.appModule = loaded;
      session.guard(() => start(session, message, loaded.app));
    })
    .catch((error: unknown) => {
      if (error instanceof AppLoadError) session.tell({ type: 'loadProblem', problem: error.problem });
      session.fail(error);
    });
}

/** Makes the machine and lets it run. A scenario that is invalid is rejected, and the machine starts without it. */
function start(session: MachineSession, message: Boot, app: WsgiApp, before?: Machine): void {
  const { options, pauseAt, known } = message;
  const scenario = before?.scenario ?? message.scenario;
  session.app = app;
  session.fallback =
    scenario === undefined ? undefined : () => start(session, { ...message, scenario: undefined }, app);
  const { machine, problem } = makeMachine(app, options, scenario);
  session.replay =
    scenario !== undefined && problem === undefined
      ? { pauseAt, before: known && before && { known, time: before.time } }
      : undefined;
  if (problem !== undefined) session.tell({ type: 'scenarioRejected', notice: problem });
  session.take(machine, session.replay?.before?.known.rows ?? 0);
  if (session.replay === undefined) session.control(machine);
  machine.shownClients = new Set(session.shownClients);
  session.tell({ type: 'booted', presets: PRESET_INFOS });
  run(session);
}
