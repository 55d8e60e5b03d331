/**
 * How the project's commands read their command lines: each says its usage on `--help`, and on what it cannot
 * understand, then with status 2.
 */

/** A command line that cannot be understood. */
export class UsageError extends Error {}

const NOT_UNDERSTOOD = 2;

/** What `read` makes of the arguments. Ends the program when they ask for the usage, or make no sense. */
export function commandLine<T>(usage: string, read: (args: string[]) => T): T {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return read(args);
  } catch (error) {
    if (!isAboutUsage(error)) throw error;
    console.error(`${error.message}\n${usage}`);
    process.exit(NOT_UNDERSTOOD);
  }
}

/** For commands without options. */
export function nothing(args: readonly string[]): void {
  if (args.length > 0) throw new UsageError(`there is nothing to choose, so not ${args.join(' ')} either`);
}

/** The number that an option stands for. */
export function wholeNumber(option: string, text: string, least = 1, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  const upTo = most === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${most}`;
  throw new UsageError(`--${option} wants a whole number of at least ${least}${upTo}, not '${text}'`);
}

/** The names in a list with commas, all of which have to be known. */
export function namesIn<T extends string>(option: string, list: string, known: readonly T[]): T[] {
  return list.split(',').map((name) => {
    const found = known.find((candidate) => candidate === name);
    if (found === undefined) throw new UsageError(`--${option}: '${name}' is none of ${known.join(', ')}`);
    return found;
  });
}

/** Also what `parseArgs` of Node throws. */
function isAboutUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}
