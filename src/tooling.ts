/**
 * `glaswerk/tooling`: what programs that run machines for a user need in addition to the main entry. A page, an editor
 * or a command line checks data before it opens it, keeps several branches of one machine, and searches in parts.
 */

// Scenarios as text and data: their version, how much one may hold, and cutting one at a step.
export { cutScenario, opensClient, SCENARIO_VERSION } from './machine/scenario/scenario.ts';
export { linkInSeconds } from './machine/scenario/old-units.ts';
export { jsonDepth, LINE_END, SCENARIO_LIMITS, TEXT_DEPTH } from './machine/scenario/scenario-limits.ts';

// The tree of branches of a machine.
export { Branches } from './machine/time/branches.ts';
export type { Branch, BranchesData } from './machine/time/branches.ts';

// Apps and servers of datagrams, told from those of requests.
export { datagramAnswer } from './machine/setup/datagram-mark.ts';
export type { DatagramAnswer } from './machine/setup/datagram-mark.ts';
export { speaksDatagrams } from './machine/clients/target.ts';

// A program in the place of an app, for hosts that carry the reader's code.
export { programApp } from './machine/setup/program.ts';

// Studies in parts, for programs that must not block.
export { exploreStepwise } from './machine/study/explorer.ts';
export { firstDifference } from './machine/study/diff.ts';

// A machine that only goes forward, for programs that want no more than the answers.
export { PlainMachine } from './machine/plain-machine.ts';
export type { PlainResult } from './machine/plain-machine.ts';
