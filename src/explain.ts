/**
 * `glaswerk/explain`: what a log means. Functions of rows and snapshots, so that who only runs machines does not load
 * them: `{ Machine }` alone knows nothing of this.
 */

// Moments: the places of a log that have a name and a cause.
export { MomentFinder } from './explain/moments/find-moments.ts';
export { momentsOf } from './explain/moments/of-machine.ts';
export type { TracedMachine } from './explain/moments/of-machine.ts';
export { watchMoments } from './explain/moments/watch-moments.ts';
export type { MomentRules } from './explain/moments/moment-rules.ts';
export type { WatchedMachine } from './explain/moments/watch-moments.ts';
export { causeText } from './explain/moments/moment-text.ts';
export type { CauseSentences } from './explain/moments/moment-text.ts';
export { EN as MOMENTS_EN } from './explain/moments/sentences/en.ts';
export { ZH as MOMENTS_ZH } from './explain/moments/sentences/zh.ts';
export { EVENTS, isWalkName, WALK } from './explain/moments/moment.ts';
export type {
  Cause,
  CauseValues,
  EventName,
  Moment,
  MomentBytes,
  MomentLight,
  MomentName,
  MomentRow,
  WalkName,
} from './explain/moments/moment.ts';

// What descriptors are open on: `4` is connection 3.
export { descriptorsOf } from './explain/descriptors/of-machine.ts';
export type { Descriptors } from './explain/descriptors/of-machine.ts';
export type { DescriptorKind, DescriptorMention, DescriptorName } from './explain/descriptors/descriptor.ts';
export { descriptorText } from './explain/descriptors/text.ts';
export type { DescriptorSentences } from './explain/descriptors/text.ts';
export { DESCRIPTORS_EN } from './explain/descriptors/sentences/en.ts';
export { DESCRIPTORS_ZH } from './explain/descriptors/sentences/zh.ts';

// Oddities: steps that look like faults and are none, with why.
export { odditiesOf } from './explain/oddities/of-machine.ts';
export type { Oddity, OddityCode, OddityValues } from './explain/oddities/oddity.ts';
export { oddityText } from './explain/oddities/oddity-text.ts';
export type { OdditySentences } from './explain/oddities/oddity-text.ts';
export { ODDITIES_EN } from './explain/oddities/sentences/en.ts';
export { ODDITIES_ZH } from './explain/oddities/sentences/zh.ts';

// Where bytes come from, and where they go.
export { byteDifferenceOf, fateOf, originOf } from './explain/origin/of-machine.ts';
export type { ByteDifference, ExplainedMachine } from './explain/origin/of-machine.ts';
export type { AnswerByte } from './explain/origin/first-byte.ts';
export type { LinkBytes, OriginLink, OriginSubject, What } from './explain/origin/link.ts';
export { originText } from './explain/origin/origin-text.ts';
export type { OriginCode, OriginSentences } from './explain/origin/origin-text.ts';
export { EN as ORIGIN_EN } from './explain/origin/sentences/en.ts';
export { ZH as ORIGIN_ZH } from './explain/origin/sentences/zh.ts';
export { threadsOf } from './explain/origin/threads.ts';
export type { Thread, ThreadsOptions } from './explain/origin/threads.ts';
// Waits: who waits for what, since when, and who could end it.
export { waitsOf } from './explain/waits/find-waits.ts';
export { WAITS_EN } from './explain/waits/sentences/en.ts';
export { WAITS_ZH } from './explain/waits/sentences/zh.ts';
export type { WaitSentences } from './explain/waits/sentences/sentences.ts';
export { waitText } from './explain/waits/text.ts';
export type { Ender, Wait, WaitCode, Waiting } from './explain/waits/wait.ts';
