/** What each request to a machine does: one handler per message of the protocol. */
import { mirroredNames } from '../index.ts';
import { branch, goToBranch, nameBranch } from './branching.ts';
import { actAsClient, interrupt } from './client-requests.ts';
import { askForChoices, cancelPlan, choose, pause, plan, resume, setBreakpoints, step } from './debug-requests.ts';
import type { MachineSession } from './machine-session.ts';
import type { RequestType, ToMachine } from './protocol.ts';
import { compare, exportScenario, seek, seekCompared, showClients } from './viewing.ts';

/** The requests to the host itself; see host.ts. */
type HostRequest = 'boot' | 'play' | 'end' | 'ping';

type Requests = { readonly [T in Exclude<RequestType, HostRequest>]: Extract<ToMachine, { type: T }> };
type Handlers = { readonly [T in keyof Requests]: (session: MachineSession, request: Requests[T]) => void };

const HANDLERS: Handlers = {
  client: (session, { client, action }) => actAsClient(session, client, action),
  interrupt: (session) => interrupt(session),

  seek: (session, request) => seek(session, request.step),
  showClients: (session, { clients }) => showClients(session, clients),
  compare: (session, { server }) => compare(session, server),
  seekCompared: (session, request) => seekCompared(session, request.step),
  export: (session, { isQuiet = false }) => exportScenario(session, isQuiet),

  branch: (session, request) => branch(session, request.step),
  goToBranch: (session, { id }) => goToBranch(session, id),
  nameBranch: (session, { id, name }) => nameBranch(session, id, name),

  breakpoints: (session, { specs }) => setBreakpoints(session, specs),
  pause: (session) => pause(session),
  resume: (session) => resume(session),
  step: (session, { move, from }) => step(session, move, from),
  askForChoices: (session, { isAsking }) => askForChoices(session, isAsking),
  choose: (session, { tid }) => choose(session, tid),
  plan: (session, { client, action, when }) => plan(session, { client, action, when }),
  cancelPlan: (session, { id }) => cancelPlan(session, id),

  names: (session) => session.tell({ type: 'names', names: mirroredNames() }),
  settle: (session, { id }) => session.awaitRest(id),
  acknowledge: (session) => session.acknowledge(),
};

/** Does what a request of a type asks for. */
export function handle<T extends keyof Requests>(session: MachineSession, type: T, request: Requests[T]): void {
  HANDLERS[type](session, request);
}
