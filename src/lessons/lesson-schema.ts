/**
 * The shape of a lesson: unchecked data, from a file, a link or a page. The first error is thrown as a SchemaError that
 * names the place, the value and what belongs there. Absent on purpose: how a scenario is read, which a face leaves to
 * the machine that plays it.
 */
import type { Scenario } from '../index.ts';
import { jsonDepth, TEXT_DEPTH } from '../machine/scenario/scenario-limits.ts';
import { EVENTS, WALK } from '../explain/moments/moment.ts';
import {
  integer,
  isRecord,
  list,
  oneOf,
  record,
  reject,
  rejectSize,
  SchemaError,
  text,
} from '../machine/scenario/schema.ts';
import type { Reader } from '../machine/scenario/schema.ts';
import { ROADS } from './lesson.ts';
import type { GoalFacts, Lesson, LessonStep, LessonText, Place, Prediction, Task, TaskGoal } from './lesson.ts';
import { LESSON_LIMITS } from './lesson-limits.ts';

/** Text that is not empty, of at most `atMost` characters. */
function words(atMost: number): Reader<string> {
  return (value, path) => {
    const given = text(value, path);
    if (given.trim() === '') return reject(path, value, 'a text with something in it');
    return given.length <= atMost ? given : rejectSize(path, `${given.length} characters`, `${atMost}`);
  };
}

/** A text in both languages. A file may give one: it is shown in both. */
function said(atMost: number): Reader<LessonText> {
  const read = record({}, { en: words(atMost), zh: words(atMost) });
  return (value, path) => {
    const { en, zh } = read(value, path);
    const first = en ?? zh;
    if (first === undefined) return reject(path, value, 'a text in a language: { "en": … }, { "zh": … } or both');
    return { en: en ?? first, zh: zh ?? first };
  };
}

const line = said(LESSON_LIMITS.line);
const paragraph = said(LESSON_LIMITS.paragraph);

const id: Reader<string> = (value, path) => {
  const given = words(LESSON_LIMITS.id)(value, path);
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(given)
    ? given
    : reject(path, value, 'an id: lower case letters, digits, and hyphens between them');
};

const link: Reader<string> = (value, path) => {
  const given = words(LESSON_LIMITS.link)(value, path);
  return /^https:\/\/[^\s"'<>]+$/.test(given) ? given : reject(path, value, 'an address that begins with https://');
};

const latin1 =
  (atMost: number): Reader<string> =>
  (value, path) => {
    const given = text(value, path);
    if (given.length > atMost) return rejectSize(path, `${given.length} characters`, `${atMost}`);
    const wrong = [...given].findIndex((character) => character > '\u00ff');
    return wrong < 0
      ? given
      : reject(`${path}[${wrong}]`, [...given][wrong], 'a character up to U+00FF, which stands for a byte');
  };

const clientNumber = integer(0, LESSON_LIMITS.clients - 1);

const place: Reader<Place> = record(
  { moment: oneOf(...WALK, ...EVENTS) },
  { client: clientNumber, nth: integer(-1, 999) },
);

/** A list that has at least `atLeast` entries. */
function several<T>(item: Reader<T>, atLeast: number, atMost: number): Reader<readonly T[]> {
  const read = list(item, atMost);
  return (value, path) => {
    const given = read(value, path);
    return given.length >= atLeast ? given : reject(path, value, `a list of ${atLeast} to ${atMost} entries`);
  };
}

const predictionFields = record(
  {
    ask: paragraph,
    choices: several(line, 2, LESSON_LIMITS.choices),
    right: integer(0, LESSON_LIMITS.choices - 1),
    because: paragraph,
  },
  {},
);

const prediction: Reader<Prediction> = (value, path) => {
  const read = predictionFields(value, path);
  const last = read.choices.length - 1;
  return read.right <= last
    ? read
    : reject(`${path}.right`, read.right, `the number of a choice, from 0 to ${last}: there are ${last + 1} choices`);
};

const step: Reader<LessonStep> = record({ at: place, say: paragraph }, { prediction });

const factFields = {
  received: record({ client: clientNumber, text: latin1(LESSON_LIMITS.paragraph) }, {}),
  moment: place,
  answers: integer(1, LESSON_LIMITS.clients),
  log: words(LESSON_LIMITS.paragraph),
};

const factsRecord = record({}, factFields);

/** What may not hold: something, and no empty text, which every answer has in it. */
const facts: Reader<GoalFacts> = (value, path) => {
  const read = factsRecord(value, path);
  if (Object.keys(read).length === 0)
    return reject(path, value, 'something: received, moment, answers, log, or some of them');
  if (read.received?.text === '') return reject(`${path}.received.text`, '', 'a text with something in it');
  return read;
};

const goalFields = record({}, { ...factFields, not: facts, order: several(place, 2, LESSON_LIMITS.steps) });

const goal: Reader<TaskGoal> = (value, path) => {
  const read = goalFields(value, path);
  if (Object.keys(read).length === 0)
    return reject(path, value, 'a goal: received, moment, answers, log, not, order, or some of them');
  if (read.received?.text === '') return reject(`${path}.received.text`, '', 'a text with something in it');
  return read;
};

/** A reader of lessons. @param scenario reads the scenarios in it. */
export function lessonReader(scenario: Reader<Scenario>): Reader<Lesson> {
  const task: Reader<Task> = record({ ask: paragraph, hint: paragraph, goal, solution: scenario }, {});
  return record(
    {
      version: oneOf(1),
      id,
      road: oneOf(...ROADS),
      title: line,
      question: paragraph,
      met: paragraph,
      link,
      scenario,
      steps: several(step, 1, LESSON_LIMITS.steps),
      receives: list(latin1(LESSON_LIMITS.received), LESSON_LIMITS.clients),
    },
    { task },
  );
}

/**
 * Takes a scenario as it is: the machine that plays it reads it.
 * @param problem what is wrong with it all the same, such as its size; undefined for nothing.
 */
export const scenarioAsItIs =
  (problem: (scenario: object) => string | undefined): Reader<Scenario> =>
  (value, path) => {
    if (!isRecord(value)) return reject(path, value, 'a scenario');
    const found = problem(value);
    if (found !== undefined) throw new SchemaError(path, found, 'less');
    return value as unknown as Scenario;
  };

/** The data in the text of a file. Throws SchemaError if there is too much, or if it is not JSON. */
export function lessonData(source: string): unknown {
  if (source.length > LESSON_LIMITS.file) rejectSize('$', `${source.length} characters`, `${LESSON_LIMITS.file}`);
  const depth = jsonDepth(source);
  if (depth > TEXT_DEPTH)
    throw new SchemaError('$', `this has ${depth} levels of braces`, `at most ${TEXT_DEPTH} levels`);
  try {
    return JSON.parse(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SchemaError('$', `this is not JSON: ${error.message}`, 'JSON');
  }
}
