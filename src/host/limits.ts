/**
 * Every limit on what the page takes from links and from the worker. `SCENARIO_LIMITS`, which the schema uses, bounds
 * scenarios; SECURITY.md lists the numbers.
 */
import { SCENARIO_LIMITS, TEXT_DEPTH } from '../tooling.ts';

/** Limits of a link. A reader can make more by hand, but not share it. */
export const LINK_LIMITS = {
  /** Characters of the address after `#`, and bytes of what is packed in them. */
  characters: 64_000,
  bytes: 1_000_000,
  /** Clients connected at the same time: each gets a terminal. */
  clients: 64,
  /** Connections in total. */
  connections: 1_000,
  /** Inputs, and the plans among them, which wait for a step, a time or rest. */
  inputs: 10_000,
  plans: 1_000,
  breakpoints: 100,
  /** Characters, or bytes, in one field of a breakpoint. */
  breakpointLength: 1_000,
  /** Characters and lines of an app. */
  sourceLength: SCENARIO_LIMITS.sourceLength,
  sourceLines: SCENARIO_LIMITS.sourceLines,
  /** Characters of the name of an app. */
  nameLength: SCENARIO_LIMITS.nameLength,
  /** Characters of the title and of the note of its author. */
  titleLength: 100,
  noteLength: 1_000,
  /** Characters of a class, or of a search, in what was looked at. */
  viewLength: 300,
} as const;

/**
 * Connections that may be open at the same time when they are opened by hand: half of the threads that a machine may
 * have, since a server may need a thread for each of them too.
 */
export const MOST_OPEN_CONNECTIONS = 250;

/**
 * Limits of one message of the worker. The host cuts its messages to them (src/host/truncate-message.ts): a message
 * beyond them comes from other code than ours.
 */
export const MESSAGE_LIMITS = {
  /** Characters of a name, of a line of text, and of the log of the server. */
  name: 2_000,
  line: 20_000,
  log: 16 * 1024 * 1024,
  /** Bytes of a buffer, and those that a client sent or received at once. */
  bytes: 64 * 1024 * 1024,
  /** Parts of a machine. Most have a smaller budget, see src/host/budget.ts. */
  processes: 1_024,
  threads: 1_024,
  frames: 200,
  arguments: 64,
  sockets: 8_192,
  selectors: 1_024,
  descriptors: 4_096,
  connections: 64,
  lanes: 8,
  /** Of a request: its headers, and keys of its environ. */
  headers: 1_000,
  environ: 1_000,
  /** A value of an app: levels, members and characters. */
  valueDepth: 6,
  valueSize: 50_000,
  /** Clients of a scenario that is played. */
  answers: LINK_LIMITS.connections,
  /** Named wildcards of the printed answers of a page. */
  wildcards: 10_000,
  /** Clients in one report; and terminals: further clients share one. */
  news: 20_000,
  terminals: 512,
  history: 500_000,
  rows: 50_000,
  compared: 50_000,
  /** Notices about a comparison. */
  notes: 16,
  branches: 200,
  /** What an app did wrong, and the frames of its own source. */
  complaints: 1_000,
  complaintFrames: 20,
  hits: 1_000,
  presets: 64,
  names: 5_000,
  plans: LINK_LIMITS.inputs,
  /** A scenario to be shared; a link may hold less. */
  scenarioDepth: TEXT_DEPTH,
  scenarioSize: 16_000_000,
} as const;
