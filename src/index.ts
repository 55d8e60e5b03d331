/**
 * Glaswerk on npm: a deterministic in-memory network and Werkzeug's development server on it.
 *
 * `new Machine({ app })` boots a server, `machine.connect()` opens a raw connection, `machine.run()` lets time pass,
 * `machine.trace` and `machine.snapshot()` tell what happened. Importing it does nothing.
 */
export { Machine } from './machine/machine.ts';
export type { AppComplaint } from './machine/watch/app-errors.ts';
export type { RunLimit, RunOptions } from './machine/time/run-options.ts';
export type { RunResult } from './machine/time/course.ts';
export { freshApp } from './machine/setup/fresh-app.ts';
export type { CheckedOptions, MachineOptions, ServerKind } from './machine/setup/options.ts';
export { Client } from './machine/clients/client.ts';
export type { Command } from './machine/clients/keyboard.ts';
export type { ClientState } from './machine/clients/client.ts';
export { DatagramClient } from './machine/clients/datagram-client.ts';
export type { ChoicePoint, Candidate } from './machine/time/choices.ts';
export type { Breakpoint, Breakpoints, BreakpointSpec } from './machine/time/breakpoints.ts';
export type { ProtocolState } from './machine/time/protocol-states.ts';
export type { StepTest } from './machine/time/stepping.ts';
export { cutScenario, SCENARIO_VERSION } from './machine/scenario/scenario.ts';
export type * from './machine/scenario/scenario.ts';
export { parseScenario, readScenario } from './machine/scenario/scenario-schema.ts';
export { jsonDepth, LINE_END, SCENARIO_LIMITS, TEXT_DEPTH } from './machine/scenario/scenario-limits.ts';
export type { Bring } from './machine/scenario/scenario-machine.ts';
export { DivergedError } from './machine/time/replay.ts';
export { SchemaError } from './machine/scenario/schema.ts';
export { datagramAnswer, datagramApp } from './machine/setup/datagram-app.ts';
export type { DatagramAnswer } from './machine/setup/datagram-app.ts';
export { opensClient } from './machine/scenario/scenario.ts';
export { speaksDatagrams } from './machine/clients/target.ts';
export { live } from './machine/study/replay-scenario.ts';
export { Branches } from './machine/time/branches.ts';
export type { Branch, BranchesData } from './machine/time/branches.ts';
export { diffTraces, firstDifference } from './machine/study/diff.ts';
export type { Diff, DiffOptions, DiffRow } from './machine/study/diff.ts';
export { alignTraces } from './machine/study/align.ts';
export type { Alignment, AlignOptions } from './machine/study/align.ts';
export { liveAs } from './machine/study/counterpart.ts';
export type { Counterpart, CounterpartOptions } from './machine/study/counterpart.ts';
export { explore, exploreStepwise } from './machine/study/explorer.ts';
export type { Broken, ExploreOptions, Explored, Invariant } from './machine/study/explorer.ts';
export { memory } from './machine/setup/apps/memory.ts';
export { PRESETS, preset } from './machine/setup/apps/presets.ts';
export type { Preset } from './machine/setup/apps/presets.ts';
export { Trace } from './trace/trace.ts';
export type { Step, StepKind, TraceEvent } from './trace/event.ts';
export type * from './trace/snapshot.ts';
export type { LinkSettings } from './kernel/net/link/link-conditions.ts';
export type { StopReason } from './kernel/kernel.ts';
export type { Limits } from './kernel/limits.ts';
export type { Memory, Process } from './kernel/sched/process.ts';
export type { Order } from './kernel/sched/scheduler.ts';
export type { Sys, SyscallName } from './kernel/sys.ts';
export type { Address } from './kernel/types.ts';
export { KernelPanic } from './kernel/panic.ts';
export { blocking } from './werkzeug/app.ts';
export type { Environ, StartResponse, WsgiApp } from './werkzeug/wsgi-types.ts';
export {
  BaseRequestHandler,
  DatagramRequestHandler,
  StreamRequestHandler,
  TCPServer,
  ThreadingTCPServer,
  ThreadingUDPServer,
  UDPServer,
  UnixDatagramServer,
  UnixStreamServer,
} from './stdlib/socketserver.ts';
export { sleep } from './stdlib/time.ts';
export { create, decodeLatin1, decodeUtf8, encodeLatin1, encodeUtf8 } from './python/checked.ts';
export { mirroredNames } from './python/classes.ts';
export { repr } from './python/repr.ts';
export { dumps, loads } from './stdlib/json.ts';
export { Request } from './werkzeug/wrappers/request.ts';
export { Response } from './werkzeug/wrappers/response.ts';
