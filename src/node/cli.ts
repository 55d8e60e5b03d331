/** The command `glaswerk`: finds the command that is meant, and ends with its exit code. */
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { check } from './check/check.ts';
import type { Surroundings } from './check/check.ts';
import { checksInThread, serveChecks } from './check/check-thread.ts';
import { copy } from './copy.ts';
import { serve } from './serve.ts';

/** Runs a command; returns its exit code. */
type Command = (args: readonly string[], at: Surroundings) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = { check: checkInThread, copy, serve };

const HELP = `Usage: glaswerk COMMAND

  check PATH…   run the examples in documents, and compare their answers with the printed ones
  copy DIR      copy what a site hosts, and print the lines for its pages
  serve         show the workbench on this computer: where the links of a report lead

glaswerk COMMAND --help says more. glaswerk --version prints the version.
`;

async function checkInThread(args: readonly string[], at: Surroundings): Promise<number> {
  const thread = checksInThread(new URL(import.meta.url));
  try {
    return await check(args, at, thread.checkOne);
  } finally {
    await thread.end();
  }
}

function versionText(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return `${(manifest as { readonly version: string }).version}\n`;
}

async function main([name, ...args]: readonly string[], at: Surroundings): Promise<number> {
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command(args, at);
  if (name === '--help' || name === '-h' || name === 'help') at.out(HELP);
  else if (name === '--version') at.out(versionText());
  else {
    at.err(`glaswerk: ${name === undefined ? 'which command?' : `there is no command '${name}'`}\n\n${HELP}`);
    return 2;
  }
  return 0;
}

if (isMainThread) {
  const at: Surroundings = {
    out(text) {
      process.stdout.write(text);
    },
    err(text) {
      process.stderr.write(text);
    },
    env: process.env,
  };
  process.exitCode = await main(process.argv.slice(2), at);
} else serveChecks();
