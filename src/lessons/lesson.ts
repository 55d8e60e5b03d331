/**
 * What a lesson is: a file of plain data that leads a reader through one scenario, moment by moment. Absent on purpose:
 * how a file is checked (`read-lesson.ts`) and how what the reader did is judged (`task.ts`).
 */
import type { Scenario } from '../index.ts';
import type { MomentName } from '../explain/moments/moment.ts';

/** One text in both languages. Markup: `code` in backticks, nothing else. A file may give one language only. */
export interface LessonText {
  readonly en: string;
  readonly zh: string;
}

export const ROADS = ['walk', 'waiting', 'bytes', 'faults', 'chance'] as const;
export type Road = (typeof ROADS)[number];

/** A place in the log, found again by what happens there and not by its number. */
export interface Place {
  readonly moment: MomentName;
  /** Number of the client, from 0; any if left out. */
  readonly client?: number;
  /** Which of those that fit, from 0; 0 if left out, -1 for the last. */
  readonly nth?: number;
}

/** What the reader says before the lesson goes on. */
export interface Prediction {
  readonly ask: LessonText;
  /** Two to four. */
  readonly choices: readonly LessonText[];
  /** Index of the right one. */
  readonly right: number;
  /** Said after either answer: why it is so. */
  readonly because: LessonText;
}

export interface LessonStep {
  readonly at: Place;
  readonly say: LessonText;
  readonly prediction?: Prediction;
}

/** What can be asked of a machine; each member by itself. */
export interface GoalFacts {
  /** The answer of a client holds this text (latin-1; \r\n as such). */
  readonly received?: { readonly client: number; readonly text: string };
  /** A moment that has come, for a client. */
  readonly moment?: Place;
  /** So many answers, over all connections. */
  readonly answers?: number;
  /** The server's log holds this text. */
  readonly log?: string;
}

/** What a machine must have come to, for the task to be done. All members that are given must hold. */
export interface TaskGoal extends GoalFacts {
  /** None of these may hold. */
  readonly not?: GoalFacts;
  /** These have come, each later than the one before it. */
  readonly order?: readonly Place[];
}

export interface Task {
  readonly ask: LessonText;
  /** Shown on request. */
  readonly hint: LessonText;
  readonly goal: TaskGoal;
  /** What a test does to reach the goal: a scenario that has it. */
  readonly solution: Scenario;
}

export interface Lesson {
  readonly version: 1;
  /** Lower case letters, digits, hyphens; the name of the file. */
  readonly id: string;
  readonly road: Road;
  readonly title: LessonText;
  readonly question: LessonText;
  /** Who meets this in real life; a link that shows it. */
  readonly met: LessonText;
  readonly link: string;
  readonly scenario: Scenario;
  /** 4 to 8 in the library; a file may have 1 to 12. */
  readonly steps: readonly LessonStep[];
  readonly task?: Task;
  /** What client n receives in all, latin-1; from the recordings. Checked by the tests. */
  readonly receives: readonly string[];
}

/** What an overview shows of a lesson. */
export type LessonHead = Pick<Lesson, 'id' | 'road' | 'title' | 'question'>;
