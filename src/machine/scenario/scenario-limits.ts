/** How much a scenario may hold, in one place: the schema, the page and the checks of messages use these numbers. */
export const SCENARIO_LIMITS = {
  /** Inputs. */
  inputs: 100_000,
  /** Decisions on which thread runs next. */
  choices: 1_000_000,
  /** Levels of the data in `options.memory`. */
  depth: 32,
  /** Characters of an app given as source text, and its lines. */
  sourceLength: 200_000,
  sourceLines: 5_000,
  /** Characters of a host, and of the name of an app. */
  nameLength: 255,
} as const;

/**
 * How many levels of braces the text of a scenario may have: its own, those of its memory, and those of a link around
 * it.
 */
export const TEXT_DEPTH = SCENARIO_LIMITS.depth + 8;

/** Matches every line terminator of JavaScript. */
export const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

/**
 * How deep braces and brackets are nested in JSON, found in one pass before parsing and without recursion. Text that is
 * not JSON may give any number. Throws TypeError if the argument is not text.
 */
export function jsonDepth(json: string): number {
  if (typeof (json as unknown) !== 'string') throw new TypeError(`json: a value of type ${typeof json} is not a text`);
  let depth = 0;
  let deepest = 0;
  let isString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (isString) {
      if (character === '\\') at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, (depth += 1));
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}
