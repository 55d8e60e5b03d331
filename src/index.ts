/**
 * Glaswerk on npm: a deterministic network in memory, and Werkzeug's development server on it. Importing it does
 * nothing.
 *
 * The exports stand in the order in which one meets them; README.md beside this file says the same in prose. Python's
 * modules whole are sub-paths, such as `glaswerk/http.server`; what tools need besides is `glaswerk/tooling`.
 */

// # The machine
//
// `new Machine({ app })` boots a server, `machine.connect()` opens a connection, `machine.run()` lets time pass.
export { Machine } from './machine/machine.ts';
export type { CheckedOptions, MachineOptions, Program } from './machine/setup/options.ts';
export type { Order, ServerKind } from './vocabulary.ts';
export type { LinkSettings } from './kernel/net/link/link-conditions.ts';
export type { Limits } from './kernel/limits.ts';
export type { Memory, Process } from './kernel/process.ts';
export type { RunOptions } from './machine/time/run-options.ts';
export type { RunLimit, RunResult } from './machine/time/run-result.ts';
export type { StopReason } from './kernel/run-limits.ts';
export type { AppComplaint } from './machine/watch/app-errors.ts';
export { KernelPanic } from './kernel/panic.ts';

// # Clients
//
// Raw connections, and datagrams. Machines make them; they are exported for their types and for `instanceof`.
export { Client } from './machine/clients/client.ts';
export type { ClientState } from './vocabulary.ts';
export { DatagramClient } from './machine/clients/datagram-client.ts';
export type { Command } from './machine/clients/keyboard.ts';
export type { Address } from './kernel/types.ts';

// # Apps and programs
//
// What runs inside of a machine, and all that its code needs: Request and Response, Werkzeug's servers and exceptions,
// Python's.
export * from './inside.ts';
export { freshApp, freshProgram } from './machine/setup/fresh-app.ts';
export { PRESETS, preset } from './machine/setup/apps/presets.ts';
export type { Preset } from './machine/setup/apps/presets.ts';

// # The trace
//
// `machine.trace` is everything that happened; `machine.snapshot()` and `machine.seek(step)` are the machine as it was,
// as values.
export { Trace } from './trace/trace.ts';
export type { Step, TraceEvent } from './trace/event.ts';
export type { LaneName, StepKind } from './vocabulary.ts';
export type * from './trace/snapshot.ts';
export { mirroredNames } from './python/classes.ts';

// # Going back, stopping, choosing
export type { Breakpoint, Breakpoints, BreakpointSpec } from './machine/time/breakpoints.ts';
export type { ProtocolState } from './vocabulary.ts';
export type { StepTest } from './machine/time/stepping.ts';
export type { Candidate, ChoicePoint } from './machine/time/choices.ts';
export { DivergedError } from './machine/time/replay.ts';

// # Scenarios
//
// Everything that a machine is made of and everything that is done to it, as plain data.
export { parseScenario, readScenario } from './machine/scenario/scenario-schema.ts';
export { SchemaError } from './machine/scenario/schema.ts';
export type * from './machine/scenario/scenario.ts';
export { replay } from './machine/study/replay-scenario.ts';
export type { Bring } from './machine/scenario/scenario-machine.ts';

// # Comparing and exploring
export { diffTraces } from './machine/study/diff.ts';
export type { Diff, DiffOptions, DiffRow } from './machine/study/diff.ts';
export { alignTraces } from './machine/study/align.ts';
export type { Alignment, AlignOptions } from './machine/study/align.ts';
export { replayAs } from './machine/study/counterpart.ts';
export type { Counterpart, CounterpartOptions } from './machine/study/counterpart.ts';
export { explore } from './machine/study/explorer.ts';
export type { Broken, ExploreOptions, Explored, Invariant } from './machine/study/explorer.ts';

// # What has moved
//
// To `glaswerk/tooling`. It stays here for programs that import it from here.
export {
  /** @deprecated Import it from `glaswerk/tooling`. */
  cutScenario,
  /** @deprecated Import it from `glaswerk/tooling`. */
  opensClient,
  /** @deprecated Import it from `glaswerk/tooling`. */
  SCENARIO_VERSION,
  /** @deprecated Import it from `glaswerk/tooling`. */
  jsonDepth,
  /** @deprecated Import it from `glaswerk/tooling`. */
  LINE_END,
  /** @deprecated Import it from `glaswerk/tooling`. */
  SCENARIO_LIMITS,
  /** @deprecated Import it from `glaswerk/tooling`. */
  TEXT_DEPTH,
  /** @deprecated Import it from `glaswerk/tooling`. */
  Branches,
  /** @deprecated Import it from `glaswerk/tooling`. */
  datagramAnswer,
  /** @deprecated Import it from `glaswerk/tooling`. */
  speaksDatagrams,
  /** @deprecated Import it from `glaswerk/tooling`. */
  exploreStepwise,
  /** @deprecated Import it from `glaswerk/tooling`. */
  firstDifference,
} from './tooling.ts';
export {
  /** @deprecated Use `replay`. */
  live,
} from './machine/study/replay-scenario.ts';
export {
  /** @deprecated Use `replayAs`. */
  liveAs,
} from './machine/study/counterpart.ts';
export type {
  /** @deprecated Import it from `glaswerk/tooling`. */
  Branch,
  /** @deprecated Import it from `glaswerk/tooling`. */
  BranchesData,
} from './tooling.ts';
