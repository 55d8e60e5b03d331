/** Plays a lesson to its end, and says what is wrong with it: for tests, and for authors of lessons. */
import { decodeLatin1, Machine, preset } from '../index.ts';
import type { Bring, Scenario } from '../index.ts';
import { MomentFinder } from '../explain/moments/find-moments.ts';
import type { Moment } from '../explain/moments/moment.ts';
import type { Lesson } from './lesson.ts';
import { momentAt, placeText } from './places.ts';
import { goalParts, isReached } from './task.ts';
import type { Attempt } from './task.ts';

/** A lesson after its run. */
export interface PlayedLesson extends Attempt {
  /** The moment of each of its steps; undefined for one that did not come. */
  readonly stops: readonly (Moment | undefined)[];
  /** What has come of the scenario that solves the task. */
  readonly solved: Attempt | undefined;
}

/**
 * Plays the scenario of a lesson, and the solution of its task. `bring` supplies code: `compile` for an app that is
 * source text. Throws what `Machine.from` throws.
 */
export function playLesson(lesson: Lesson, bring: Bring = {}): PlayedLesson {
  const played = playScenario(lesson.scenario, bring);
  return {
    ...played,
    stops: lesson.steps.map(({ at }) => momentAt(played.moments, at)),
    solved: lesson.task && playScenario(lesson.task.solution, bring),
  };
}

/** Plays a scenario until nothing more happens. */
export function playScenario(scenario: Scenario, bring: Bring = {}): Attempt {
  const machine = Machine.from(scenario, bringing(scenario, bring));
  machine.run();
  const finder = new MomentFinder();
  for (const step of machine.trace.steps()) finder.add(step);
  return {
    received: machine.clients.map(({ receivedBytes }) => decodeLatin1(receivedBytes)),
    moments: finder.moments,
    log: machine.log,
  };
}

/**
 * What is wrong with a lesson, a sentence each: places that do not come, steps that go back, bytes that differ, a task
 * that is done before it begins, or that its solution does not do. None for a lesson that is right.
 */
export function lessonFaults(lesson: Lesson, bring: Bring = {}): readonly string[] {
  const played = playLesson(lesson, bring);
  return [...stopFaults(lesson, played), ...byteFaults(lesson, played), ...taskFaults(lesson, played)];
}

function stopFaults({ steps }: Lesson, { stops, moments }: PlayedLesson): string[] {
  const faults: string[] = [];
  let before = -1;
  for (const [index, { at }] of steps.entries()) {
    const stop = stops[index];
    if (stop === undefined) {
      const names = [...new Set(moments.map(({ name }) => name))].join(', ');
      faults.push(`$.steps[${index}].at: there is no moment ${placeText(at)} in this run; it has ${names}`);
    } else if (stop.step <= before) {
      faults.push(`$.steps[${index}].at: ${placeText(at)} is step ${stop.step}, not after the step before (${before})`);
    }
    before = Math.max(before, stop?.step ?? -1);
  }
  return faults;
}

function byteFaults({ receives }: Lesson, { received }: PlayedLesson): string[] {
  const count = Math.max(receives.length, received.length);
  return Array.from({ length: count }, (_, client) => client).flatMap((client) => {
    const [given, came] = [receives[client], received[client]];
    if (given === came) return [];
    const path = `$.receives[${client}]`;
    if (came === undefined) return [`${path}: there is no client ${client} in the scenario; take the entry out`];
    return [`${path}: is ${JSON.stringify(given ?? null)}, but the client receives ${JSON.stringify(came)}`];
  });
}

function taskFaults({ task }: Lesson, { solved, ...attempt }: PlayedLesson): string[] {
  if (task === undefined || solved === undefined) return [];
  const early = isReached(task.goal, attempt)
    ? ['$.task.goal: the scenario of the lesson reaches it already; ask for more']
    : [];
  const missing = goalParts(task.goal, solved).filter(({ isDone }) => !isDone);
  return [...early, ...missing.map(({ part }) => `$.task.goal.${part}: the solution does not reach it`)];
}

/** Names a preset's app, so that a bundle has it. */
function bringing({ app }: Scenario, bring: Bring): Bring {
  const known = 'preset' in app ? preset(app.preset)?.app : undefined;
  return known === undefined || bring.app !== undefined ? bring : { ...bring, app: known };
}
