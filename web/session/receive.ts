/** What each message of the host does to the session: one handler for each type. */
import type { FromMachine } from '../../src/host/protocol.ts';
import { withComplaints } from './complaints.ts';
import type { Booted } from './booting.ts';
import type { Core } from './core.ts';
import type { MethodNames } from './debug/method-names.ts';
import type { SessionNotice } from './notices.ts';
import { sharedOf } from './shared.ts';

/** What the handlers work on. */
export interface Receiver extends Booted {
  readonly core: Core;
  readonly methodNames: MethodNames;
  /** Told that the machine has ended. True when that is dealt with, and nothing else is to be done. */
  readonly takesFailure: (notice: SessionNotice) => boolean;
}

type Handlers = {
  readonly [T in FromMachine['type']]: (receiver: Receiver, message: Extract<FromMachine, { type: T }>) => void;
};

const HANDLERS: Handlers = {
  booted({ core, methodNames }, { presets }) {
    methodNames.booted();
    core.store.set({ health: 'running', presets });
  },
  progress: ({ connections }, message) => connections.progress(message),
  snapshot: ({ cursor }, { snapshot, seen }) => cursor.arrived(snapshot, seen),
  branched: ({ branching }, message) => branching.branched(message),
  branches: ({ core }, { branches }) => core.store.set({ branches }),
  history({ branching, connections }, message) {
    connections.reset(message.connections);
    branching.entered(message);
  },
  paused: ({ cursor }, { pause, isAsking }) => cursor.paused(pause, isAsking),
  breakpointRejected: ({ debugging }, { index, notice }) => debugging.rejected(index, notice),
  seekPrepared: ({ core }, { length }) => core.store.set({ ready: length }),
  planned({ core }, { inputs }) {
    core.events.emit('planned', inputs);
    core.store.set({ planned: inputs });
  },
  names: ({ methodNames }, { names }) => methodNames.arrived(names),
  rejected({ core, branching }, { request, notice }) {
    if (request === 'branch' || request === 'goToBranch') branching.refused();
    core.events.emit('rejected', notice);
  },
  note: ({ core }, { notice }) => core.events.emit('note', notice),
  exported: ({ core }, { scenario }) =>
    core.events.emit('exported', {
      shared: sharedOf(core.store.state, scenario),
      source: core.store.state.options.source,
    }),
  scenarioRejected({ core, cursor }, { notice }) {
    cursor.linked = undefined;
    core.store.set({ isReplaying: false });
    core.events.emit('refused', notice);
  },
  loadProblem: ({ core }, { problem: { notice, line } }) => core.store.set({ problem: { when: 'load', notice, line } }),
  complaints: ({ core }, { complaints }) => core.store.set(withComplaints(core.store.state, complaints)),
  settled: ({ settling }, { id }) => settling.arrived(id),
  failed(receiver, { notice }) {
    if (!receiver.takesFailure(notice)) receiver.core.store.set({ health: 'failed', failure: notice });
  },
  compared: ({ comparing }, { comparison }) => comparing.arrived(comparison),
  comparedSnapshot({ core }, { snapshot }) {
    if (snapshot !== undefined) core.store.set({ otherShown: snapshot });
  },
  // The link keeps these to itself.
  pong: () => undefined,
  entered: () => undefined,
  kept: () => undefined,
  played: () => undefined,
  absent: () => undefined,
};

/** Carries out a message of the host. */
export function receive(receiver: Receiver, message: FromMachine): void {
  // The table has one entry for each type, which the compiler cannot follow through an index.
  (HANDLERS[message.type] as (receiver: Receiver, message: FromMachine) => void)(receiver, message);
}
