/** Reads and writes scenarios: the schema of the present version, and the conversion between inputs and their data. */
import { DEFAULT_LIMITS } from '../../kernel/limits.ts';
import { decodeLatin1, encodeLatin1 } from '../../python/bytes.ts';
import { isInstance } from '../../python/foreign.ts';
import { b64decode, b64encode } from '../../stdlib/base64.ts';
import { SECOND } from '../../kernel/types.ts';
import { microsOf, secondsOf } from '../../kernel/units.ts';
import { PRESET_NAMES } from '../setup/known-presets.ts';
import { Client } from '../clients/client.ts';
import type { Command } from '../clients/keyboard.ts';
import { LINK_RULES } from '../setup/link-rules.ts';
import { migrate } from './migrate.ts';
import {
  integer,
  reject,
  isRecord,
  json,
  list,
  oneOf,
  record,
  SchemaError,
  shortText,
  text,
  rejectSize,
  booleanValue,
} from './schema.ts';
import type { Reader } from './schema.ts';
import { jsonDepth, LINE_END, SCENARIO_LIMITS, TEXT_DEPTH } from './scenario-limits.ts';
import type { PlannedInput, Scenario, ScenarioApp, ScenarioInput } from './scenario.ts';
import { SCENARIO_VERSION } from './scenario.ts';
import { INPUT_ACTIONS, ORDERS, SERVER_KINDS } from '../../vocabulary.ts';

/** The clock counts microseconds exactly, up to here. */
const MOST_SECONDS = Math.floor(Number.MAX_SAFE_INTEGER / SECOND);

const anyInteger = integer(0, Number.MAX_SAFE_INTEGER);

/** A time in seconds, rounded to the microseconds of the clock. */
const seconds: Reader<number> = (value, path) =>
  typeof value === 'number' && value >= 0 && value <= MOST_SECONDS
    ? secondsOf(microsOf(value))
    : reject(path, value, `a number of seconds from 0 to ${MOST_SECONDS}`);

const clientNumber = integer(0, SCENARIO_LIMITS.inputs);

/** The number of a client. Passing the client itself is a likely mistake. */
const client: Reader<number> = (value, path) => {
  if (!isInstance(value, Client)) return clientNumber(value, path);
  return reject(path, value, `the number of a client; pass client.number, which is ${value.number}`);
};
const number32 = integer(0, 0xffffffff);

const limits = record(
  {},
  Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((name) => [name, integer(1, Number.MAX_SAFE_INTEGER)])),
);

const memory: Reader<unknown> = (value, path) => {
  if (!isRecord(value)) return reject(path, value, 'an object');
  return json(SCENARIO_LIMITS.depth)(value, path);
};

const name = shortText(SCENARIO_LIMITS.nameLength);

const host: Reader<string> = (value, path) => name(value, path) || reject(path, value, 'an address such as 127.0.0.1');

const options = record(
  {},
  {
    server: oneOf(...SERVER_KINDS),
    order: oneOf(...ORDERS),
    seed: number32,
    host,
    port: integer(0, 65535),
    processes: integer(2, 4096),
    passthroughErrors: booleanValue,
    epoch: integer(0, 253_402_300_799),
    limits,
    memory,
    lostUpdates: booleanValue,
  },
);

const setting = ([isRight, wanted]: (typeof LINK_RULES)[keyof typeof LINK_RULES]): Reader<number> => {
  return (value, path) => (isRight(value) ? (value as number) : reject(path, value, wanted));
};

const link = record(
  {},
  {
    latency: setting(LINK_RULES.latency),
    jitter: setting(LINK_RULES.jitter),
    loss: setting(LINK_RULES.loss),
    bandwidth: setting(LINK_RULES.bandwidth),
    segment: setting(LINK_RULES.segment),
  },
);

const presetName: Reader<string> = (value, path) =>
  typeof value === 'string' && PRESET_NAMES.includes(value)
    ? value
    : reject(path, value, `a preset; there are ${PRESET_NAMES.join(', ')}`);

const sourceText: Reader<string> = (value, path) => {
  const source = shortText(SCENARIO_LIMITS.sourceLength)(value, path);
  const lines = source.split(LINE_END).length;
  return lines <= SCENARIO_LIMITS.sourceLines
    ? source
    : rejectSize(path, `${lines} lines`, `${SCENARIO_LIMITS.sourceLines}`);
};

const APPS = {
  preset: record({ preset: presetName }, {}),
  source: record({ source: sourceText }, { language: oneOf('javascript', 'typescript') }),
  given: record({ given: name }, {}),
  program: record({ program: name }, {}),
} as const;

const app: Reader<ScenarioApp> = (value, path) => {
  for (const [key, read] of Object.entries(APPS)) {
    if (typeof value === 'object' && value !== null && Object.hasOwn(value, key)) return read(value, path);
  }
  return reject(path, value, 'an object with preset, source, given or program');
};

const latin1: Reader<string> = (value, path) => {
  const characters = text(value, path);
  for (let index = 0; index < characters.length; index += 1) {
    const code = characters.charCodeAt(index);
    if (code > 0xff)
      reject(`${path}[${index}]`, characters.charAt(index), 'a character up to U+00FF, which stands for a byte');
  }
  return characters;
};

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const base64: Reader<string> = (value, path) => {
  const characters = text(value, path);
  return BASE64.test(characters) ? characters : reject(path, value, 'base64');
};

const inputFields = record(
  { do: oneOf(...INPUT_ACTIONS) },
  {
    client,
    step: anyInteger,
    time: seconds,
    since: seconds,
    emptyTurns: anyInteger,
    emptyPasses: anyInteger,
    data: latin1,
    base64,
  },
);

/**
 * Reads one input. A `send` has `data` or `base64`, the others have neither. Every input but an interrupt has a client.
 */
export const readInput: Reader<ScenarioInput> = (value, path) => {
  const input = inputFields(value, path);
  if (input.do === 'interrupt' && input.client !== undefined) {
    reject(`${path}.client`, input.client, 'allowed: interrupt goes to the server, not to a client');
  }
  if (input.do !== 'interrupt' && input.client === undefined) {
    throw new SchemaError(`${path}.client`, 'is missing', 'the number of a client');
  }
  if (input.since !== undefined && (input.step ?? input.time) !== undefined) {
    reject(
      `${path}.since`,
      input.since,
      'allowed beside step or time: it is for inputs that wait until the machine is idle',
    );
  }
  const given = [input.data, input.base64].filter((bytes) => bytes !== undefined).length;
  if (input.do === 'send' && given === 0) throw new SchemaError(`${path}.data`, 'is missing', 'latin-1 text');
  if (input.do === 'send' && given === 2) reject(`${path}.base64`, input.base64, 'allowed beside data');
  if (input.do !== 'send' && given > 0) {
    const key = input.data === undefined ? 'base64' : 'data';
    reject(`${path}.${key}`, input[key], `allowed: ${input.do} sends nothing`);
  }
  return input;
};

const inputList = list(readInput, SCENARIO_LIMITS.inputs);

const choice = record({ choice: anyInteger, step: anyInteger, tid: anyInteger }, {});

const scenario = record(
  { version: oneOf(SCENARIO_VERSION), app },
  {
    options,
    schedule: list(choice, SCENARIO_LIMITS.choices),
    inputs: inputList,
    link,
  },
);

/**
 * Reads a scenario of any known version and fills in defaults. Throws SchemaError for the first error; its message
 * begins with the path.
 */
export function readScenario(data: unknown, path = '$'): Scenario {
  const read = scenario(migrate(data, { path }), path);
  const { schedule = [], inputs = [] } = read;
  checkClients(inputs, `${path}.inputs`);
  checkOrder(inputs, `${path}.inputs`);
  checkSchedule(schedule, `${path}.schedule`);
  const { order = 'round-robin' } = read.options ?? {};
  if (schedule.length > 0 && order !== 'chosen') {
    reject(`${path}.schedule`, schedule, `an empty list: the order '${order}' makes no choices`);
  }
  return {
    version: read.version,
    options: (read.options ?? {}) as Scenario['options'],
    app: read.app,
    schedule,
    inputs,
    link: { latency: 0, ...read.link },
  };
}

/**
 * Clients connect in the order of their numbers, before any other input of theirs; `before` clients have connected
 * already.
 */
function checkClients(inputs: readonly ScenarioInput[], place: string, before = 0): void {
  let clients = before;
  for (const [index, input] of inputs.entries()) {
    const path = `${place}[${index}].client`;
    const isNew = input.do === 'connect' || input.do === 'datagrams';
    if (isNew && input.client !== clients) {
      reject(path, input.client, `${clients}, the number of the next client to connect`);
    }
    if (isNew) clients += 1;
    if (input.client !== undefined && input.client >= clients)
      reject(path, input.client, 'the number of a client that has connected before');
  }
}

/** Checks that neither steps nor time go back. Throws SchemaError. */
export function checkOrder(inputs: readonly Pick<PlannedInput, 'step' | 'time'>[], place: string): void {
  let step = 0;
  let time = 0;
  for (const [index, input] of inputs.entries()) {
    if (input.step !== undefined && input.step < step)
      reject(`${place}[${index}].step`, input.step, `${step} or more, as the inputs before it`);
    if (input.time !== undefined && input.time < time)
      reject(`${place}[${index}].time`, input.time, `${time} or more, as the inputs before it`);
    step = input.step ?? step;
    time = input.time ?? time;
  }
}

function checkSchedule(schedule: Scenario['schedule'], place: string): void {
  let next = 0;
  for (const [index, { choice: number }] of schedule.entries()) {
    if (number < next) reject(`${place}[${index}].choice`, number, `${next} or more, as the choices before it`);
    next = number + 1;
  }
}

/** Reads a scenario from text. Throws SchemaError, also if the text is not JSON. */
export function parseScenario(source: string): Scenario {
  let data: unknown;
  if (typeof (source as unknown) !== 'string') reject('$', source, 'the text of a scenario; readScenario() takes data');
  const depth = jsonDepth(source);
  if (depth > TEXT_DEPTH)
    throw new SchemaError('$', `this has ${depth} levels of braces`, `at most ${TEXT_DEPTH} levels`);
  try {
    data = JSON.parse(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SchemaError('$', `this is not JSON: ${error.message}`, 'JSON');
  }
  return readScenario(data);
}

/** Converts an input of a scenario to a planned input. */
export function plannedInput({
  step,
  time,
  since,
  emptyTurns,
  emptyPasses,
  client,
  do: name,
  data,
  base64: encoded,
}: ScenarioInput): PlannedInput {
  const bytes = encoded === undefined ? encodeLatin1(data ?? '') : b64decode(encoded);
  const command = name === 'send' ? { do: name, data: bytes } : { do: name };
  return { step, time, since, emptyTurns, emptyPasses, client, command };
}

/** Reads a list of inputs, after `clients` clients have connected. Throws SchemaError. */
export function plannedInputs(inputs: readonly ScenarioInput[], clients: number): PlannedInput[] {
  const read = inputList(inputs, 'inputs');
  checkClients(read, 'inputs', clients);
  return read.map(plannedInput);
}

/** An input as data: text if it is readable, base64 otherwise. `readScenario` leaves out what is undefined. */
export const inputData = ({ step, time, since, emptyTurns, emptyPasses, client, command }: PlannedInput): object => ({
  step,
  time,
  since,
  emptyTurns,
  emptyPasses,
  client,
  do: command.do,
  ...(command.do === 'send' ? bytesData(command) : {}),
});

function bytesData({ data }: Extract<Command, { do: 'send' }>): Pick<ScenarioInput, 'data' | 'base64'> {
  const isReadable = data.every(
    (byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09,
  );
  return isReadable ? { data: decodeLatin1(data) } : { base64: b64encode(data) };
}
