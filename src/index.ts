/**
 * Glaswerk on npm: a deterministic in-memory network and Werkzeug's development server on it.
 *
 * `new Machine({ app })` boots a server, `machine.connect()` opens a raw connection, `machine.run()` lets time pass,
 * `machine.trace` and `machine.snapshot()` tell what happened. Importing it does nothing.
 */
export { Machine } from './machine/machine.ts';
export type { AppComplaint } from './machine/app-errors.ts';
export type { RunLimit, RunOptions } from './machine/run-options.ts';
export type { RunResult } from './machine/course.ts';
export { freshApp } from './machine/fresh-app.ts';
export type { CheckedOptions, MachineOptions, ServerKind } from './machine/options.ts';
export { Client } from './machine/client.ts';
export type { Command } from './machine/keyboard.ts';
export type { ClientState } from './machine/client.ts';
export { DatagramClient } from './machine/datagram-client.ts';
export type { ChoicePoint, Candidate } from './machine/choices.ts';
export type { Breakpoint, Breakpoints, BreakpointSpec } from './machine/breakpoints.ts';
export type { ProtocolState } from './machine/protocol-states.ts';
export type { StepTest } from './machine/stepping.ts';
export { cutScenario, SCENARIO_VERSION } from './machine/scenario.ts';
export type * from './machine/scenario.ts';
export { parseScenario, readScenario } from './machine/scenario-schema.ts';
export { jsonDepth, LINE_END, SCENARIO_LIMITS, TEXT_DEPTH } from './machine/scenario-limits.ts';
export type { Bring } from './machine/scenario-machine.ts';
export { DivergedError } from './machine/replay.ts';
export { SchemaError } from './machine/schema.ts';
export { datagramAnswer, datagramApp } from './machine/datagram-app.ts';
export type { DatagramAnswer } from './machine/datagram-app.ts';
export { opensClient } from './machine/scenario.ts';
export { speaksDatagrams } from './machine/target.ts';
export { live } from './machine/live.ts';
export { Branches } from './machine/branches.ts';
export type { Branch, BranchesData } from './machine/branches.ts';
export { diffTraces, firstDifference } from './machine/diff.ts';
export type { Diff, DiffOptions, DiffRow } from './machine/diff.ts';
export { alignTraces } from './machine/align.ts';
export type { Alignment, AlignOptions } from './machine/align.ts';
export { liveAs } from './machine/counterpart.ts';
export type { Counterpart, CounterpartOptions } from './machine/counterpart.ts';
export { explore, exploreStepwise } from './machine/explorer.ts';
export type { Broken, ExploreOptions, Explored, Invariant } from './machine/explorer.ts';
export { memory } from './machine/apps/memory.ts';
export { PRESETS, preset } from './machine/apps/presets.ts';
export type { Preset } from './machine/apps/presets.ts';
export { Trace } from './trace/trace.ts';
export type { Step, StepKind, TraceEvent } from './trace/event.ts';
export type * from './trace/snapshot.ts';
export type { LinkSettings } from './kernel/net/link.ts';
export type { StopReason } from './kernel/kernel.ts';
export type { Limits } from './kernel/limits.ts';
export type { Memory, Process } from './kernel/process.ts';
export type { Order } from './kernel/scheduler.ts';
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
