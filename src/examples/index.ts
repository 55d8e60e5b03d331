/**
 * Examples: what an author prints in a docs page, a request and perhaps its answer, as a scenario of the machine and
 * back. The element in a page and `glaswerk check` both use this, so they cannot disagree. No DOM, no Node.
 */

// # Which block is what
//
// In files of their own that import nothing of the machine: the loader of the embed carries them.
export { isAnswerText, isRequestText } from './looks-like.ts';
export { byId, pair } from './pair.ts';
export type { BlockItem, ElementItem, FindBlock, Item, Pairing, PairingProblem } from './pair.ts';

// # From text to a scenario
export { NotationError } from './notation-error.ts';
export { parseRequest, unescapeRequest } from './request.ts';
export type { RequestOptions } from './request.ts';
export type { Script, ScriptStep } from './script.ts';
export { DEFAULT_APP, toScenario } from './scenario-of.ts';
export type { ExampleOptions } from './scenario-of.ts';
export { joinScripts } from './group.ts';
export type { JoinedScript } from './group.ts';
export { linkOf } from './link.ts';

// # Playing it
export { play, playScript, wrote } from './play.ts';
export type { Answer, Played } from './play.ts';
export type { Write } from './writes.ts';

// # The printed answer
export { compareAnswer } from './compare.ts';
export type { Answers, Difference, Match } from './compare.ts';
export { drawBytes } from './draw-bytes.ts';
export { printAnswer } from './print.ts';
export { updatePrinted } from './update.ts';
