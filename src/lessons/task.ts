/** Judges the task of a lesson, by what a machine has come to. Absent on purpose: how a face learns of that. */
import { framesOf } from '../examples/framing.ts';
import type { Moment } from '../explain/moments/moment.ts';
import type { GoalFacts, Place, TaskGoal } from './lesson.ts';
import { momentAt } from './places.ts';

/** What a machine has come to. */
export interface Attempt {
  /** What each client has received, latin-1, by its number. */
  readonly received: readonly string[];
  readonly moments: readonly Moment[];
  /** The server's log; its colours do not count. */
  readonly log: string;
}

/** One member of a goal, and whether it holds. */
export interface GoalPart {
  readonly part: keyof TaskGoal;
  readonly isDone: boolean;
}

/** Each member that the goal gives. */
export function goalParts(goal: TaskGoal, attempt: Attempt): readonly GoalPart[] {
  const parts = [...factParts(goal, attempt)];
  const { not, order } = goal;
  if (not !== undefined) parts.push({ part: 'not', isDone: factParts(not, attempt).every(({ isDone }) => !isDone) });
  if (order !== undefined) parts.push({ part: 'order', isDone: isInOrder(order, attempt.moments) });
  return parts;
}

function factParts(goal: GoalFacts, { received, moments, log }: Attempt): readonly GoalPart[] {
  const parts: GoalPart[] = [];
  const add = (part: keyof TaskGoal, isDone: boolean): void => {
    parts.push({ part, isDone });
  };
  if (goal.received !== undefined)
    add('received', received[goal.received.client]?.includes(goal.received.text) === true);
  if (goal.moment !== undefined) add('moment', momentAt(moments, goal.moment) !== undefined);
  if (goal.answers !== undefined) add('answers', answersIn(received) >= goal.answers);
  if (goal.log !== undefined) add('log', withoutColours(log).includes(goal.log));
  return parts;
}

/** Whether all members of the goal hold. */
export const isReached = (goal: TaskGoal, attempt: Attempt): boolean =>
  goalParts(goal, attempt).every(({ isDone }) => isDone);

/** Whether all places have come, each later than the one before it. */
function isInOrder(places: readonly Place[], moments: readonly Moment[]): boolean {
  const steps = places.map((place) => momentAt(moments, place)?.step);
  return steps.every((step, index) => step !== undefined && step > (index === 0 ? -1 : (steps[index - 1] ?? Infinity)));
}

/** How many answers there are, over all connections. `100 Continue` announces one and is none. */
const answersIn = (received: readonly string[]): number =>
  received.reduce((sum, text) => sum + framesOf(text, 'answer').starts.filter((at) => isAnswer(text, at)).length, 0);

/** Whether an answer begins there: a status that is final. An answer of HTTP/0.9 has no status line. */
const isAnswer = (text: string, at: number): boolean => !/^HTTP\/\d\.\d 1\d\d/.test(text.slice(at, at + 12));

// eslint-disable-next-line no-control-regex -- colours are written with ESC.
const COLOUR = /\u001b\[[\d;]*m/g;

const withoutColours = (log: string): string => log.replaceAll(COLOUR, '');
