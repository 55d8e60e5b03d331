/** `glaswerk check PATH…`: runs the examples of documents, and compares their answers with the printed ones. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkFile } from './check-file.ts';
import { documentsBelow, shownPath } from './files.ts';
import { ENDINGS } from './find/find.ts';
import { githubOf } from './report/github.ts';
import { jsonOf } from './report/json.ts';
import { junitOf } from './report/junit.ts';
import { exitCodeOf, resultsOf } from './report/summary.ts';
import type { Run } from './report/summary.ts';
import { endText, fileText } from './report/text.ts';
import type { FileReport } from './result.ts';
import type { Settings } from './run-unit.ts';

/** Where a command writes, and what it knows of its surroundings. */
export interface Surroundings {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Checks one file, here or in a thread of its own. */
export type CheckOne = (path: string, settings: Settings, seconds: number) => Promise<FileReport> | FileReport;

export const CHECK_HELP = `Usage: glaswerk check [OPTIONS] PATH…

Runs every example in Markdown, MDX, reST and HTML (.${ENDINGS.join(', .')}), and compares each printed answer
with the true one, byte for byte. Folders are searched, without node_modules and folders that begin with a dot.

  --update          write the true answers into the files; wildcards that still hold stay, and so does an example
                    with the attribute expect-drift
  --json            a report for programs, on standard output
  --junit FILE      a report as JUnit XML, into a file
  --github          annotations for GitHub; on by itself in GitHub Actions
  --workbench URL   the page to which links lead (or the variable GLASWERK_WORKBENCH)
  --root DIR        the folder that files named by documents (app-src, src, literalinclude) must be in; by default the
                    current one
  --no-code         skip examples with an app of their own (app-src): run no code but Glaswerk's
  --allow-none      succeed if there is no example at all: for a list of changed files
  --timeout SECONDS give up on a file that takes longer (60)
  --help            this text

Exit code: 0 all true, 1 an answer differs, 2 something could not run, or there was no example.
`;

/** Where `glaswerk serve` shows the workbench. */
const WORKBENCH = 'http://127.0.0.1:4173/';

/** Returns the exit code. */
export async function check(
  args: readonly string[],
  at: Surroundings,
  checkOne: CheckOne = checkFile,
): Promise<number> {
  let options: Options;
  try {
    options = optionsIn(args, at.env);
  } catch (error) {
    at.err(
      `glaswerk check: ${error instanceof Error ? error.message : String(error)}\nglaswerk check --help lists all options.\n`,
    );
    return 2;
  }
  if (options.isHelp) {
    at.out(CHECK_HELP);
    return 0;
  }
  const run = await checkAll(options, at, checkOne);
  if (options.isJson) at.out(jsonOf(run));
  else at.out(endText(run));
  if (options.isGithub) at.out(githubOf(run));
  if (options.junit !== undefined) {
    const problem = written(options.junit, junitOf(run));
    if (problem !== undefined) {
      at.err(`glaswerk check: ${problem}\n`);
      return 2;
    }
  }
  return exitCodeOf(run);
}

interface Options {
  readonly paths: readonly string[];
  readonly settings: Settings;
  readonly seconds: number;
  readonly isHelp: boolean;
  readonly isJson: boolean;
  readonly isGithub: boolean;
  readonly isNoneAllowed: boolean;
  readonly junit: string | undefined;
}

/** Throws Error for arguments that make no sense. */
function optionsIn(args: readonly string[], env: Surroundings['env']): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      update: { type: 'boolean' },
      json: { type: 'boolean' },
      junit: { type: 'string' },
      github: { type: 'boolean' },
      workbench: { type: 'string' },
      root: { type: 'string' },
      'no-code': { type: 'boolean' },
      'allow-none': { type: 'boolean' },
      timeout: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const isHelp = values.help === true;
  if (positionals.length === 0 && !isHelp) throw new Error('which files or folders? glaswerk check docs README.md');
  const seconds = Number(values.timeout ?? 60);
  if (!(seconds > 0) || seconds > 86_400) throw new Error(`--timeout: '${values.timeout}' is not a number of seconds`);
  return {
    paths: positionals,
    seconds,
    isHelp,
    isJson: values.json === true,
    // Annotations would make standard output unreadable to a program.
    isGithub: values.github === true || (env['GITHUB_ACTIONS'] === 'true' && values.json !== true),
    isNoneAllowed: values['allow-none'] === true,
    junit: values.junit,
    settings: {
      root: values.root ?? '.',
      isUpdating: values.update === true,
      runsCode: values['no-code'] !== true,
      workbench: workbenchOf(values.workbench ?? env['GLASWERK_WORKBENCH'] ?? WORKBENCH),
    },
  };
}

/** Throws Error for an address to which no link can lead. */
function workbenchOf(address: string): string {
  if (!URL.canParse(address))
    throw new Error(`--workbench: '${address}' is not an address, such as https://example.org/glaswerk/`);
  return address.replace(/#.*$/s, '');
}

async function checkAll(options: Options, at: Surroundings, checkOne: CheckOne): Promise<Run> {
  const files: FileReport[] = [];
  const missing: string[] = [];
  for (const path of new Set(options.paths.flatMap((named) => documentsOr(named, missing)))) {
    // One after the other: each report stands where its file does, and an update may change the next file.
    // oxlint-disable-next-line no-await-in-loop
    const report = await checkOne(path, options.settings, options.seconds);
    const problems = report.rewritten.flatMap((file) => written(file.path, file.text) ?? []);
    const whole = problems.length === 0 ? report : notWritten(report, problems);
    files.push(whole);
    if (!options.isJson) at.out(fileText(whole));
  }
  const run = { files };
  if (missing.length > 0) return { ...run, failure: missing.join('\n') };
  if (resultsOf(run).length > 0 || options.isNoneAllowed) return run;
  return {
    ...run,
    failure: `there is no example in ${options.paths.map(shownPath).join(', ')}; --allow-none accepts that`,
  };
}

function documentsOr(path: string, missing: string[]): string[] {
  try {
    return documentsBelow(path);
  } catch (error) {
    const isMissing = (error as { readonly code?: unknown }).code === 'ENOENT';
    const why = error instanceof Error ? error.message : String(error);
    missing.push(isMissing ? `${path}: there is no such file or folder` : `${path}: ${why}`);
    return [];
  }
}

const notWritten = (report: FileReport, problems: readonly string[]): FileReport => ({
  ...report,
  results: report.results.map((result) =>
    result.isUpdated === true ? { ...result, isUpdated: false, notes: [...result.notes, ...problems] } : result,
  ),
});

/** Writes a file; what is wrong, if it cannot be written. */
function written(path: string, text: string): string | undefined {
  try {
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
