/**
 * Every bound on what the page takes from others, in one place: from links, and from the worker. What a scenario may hold at all is said by
 * `SCENARIO_LIMITS`, which the schema uses; SECURITY.md lists the numbers.
 */
import { SCENARIO_LIMITS } from '../../src/index.ts';

/** What a link may bring. A reader who makes more by hand can use it, but not share it. */
export const LINK_LIMITS = {
  /** Characters of the address after `#`, and bytes of what is packed in them. */
  characters: 64_000,
  bytes: 1_000_000,
  /** Clients that are connected at the same time: each gets a terminal. */
  clients: 64,
  /** Connections, one after the other. */
  connections: 1_000,
  /** Things that clients do, and those among them that wait for a step, a time or rest. */
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
} as const;
