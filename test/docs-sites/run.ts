/**
 * `npm run test:docs`: builds each documentation site with its real tool and opens it in Chromium. Names of sites
 * choose some; `--built` opens what was built before.
 * A site whose tool is not on this computer is counted as not run, and the report says what to install; with `--all` it
 * counts as failed.
 * Exit codes: 0, all that ran passed; 1, something failed, or did not run and `--all` was given; 2, wrong arguments.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { commandLine, UsageError } from '../support/command-line.ts';
import { isThere } from './programs.ts';
import { SITES, type Site } from './sites.ts';

const WORK = 'dist/docs-sites';
const INSTALLED = 'installed';

const ALL_NAMES = SITES.map(({ name }) => name);
const { names, options } = commandLine(
  `usage: npm run test:docs -- [--all] [--built] [${ALL_NAMES.join(' | ')}]…`,
  (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { all: { type: 'boolean', default: false }, built: { type: 'boolean', default: false } },
    });
    const unknown = positionals.filter((name) => !ALL_NAMES.includes(name));
    if (unknown.length > 0) throw new UsageError(`there is no site ${unknown.join(', ')}`);
    return { names: positionals, options: values };
  },
);

/** Runs a program in a folder; it may print. Throws if it fails. */
function run([program = '', ...args]: readonly string[], folder = '.', env: NodeJS.ProcessEnv = {}): void {
  const { status, error } = spawnSync(program, args, {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NO_UPDATE_NOTIFIER: '1', ...env },
  });
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} failed in ${folder}: ${error?.message ?? status}`);
}

/** Copies a site's sources out of the project, and installs its tool. What was installed before stays. */
function prepare({ name }: Site): string {
  const [from, to] = [resolve('test/docs-sites', name), resolve(WORK, name)];
  mkdirSync(to, { recursive: true });
  const kept = ['node_modules', INSTALLED];
  for (const entry of readdirSync(to)) if (!kept.includes(entry)) rmSync(join(to, entry), { recursive: true });
  cpSync(from, to, { recursive: true });
  const lock = join(to, 'package-lock.json');
  if (!existsSync(lock)) return to;
  const wanted = readFileSync(lock, 'utf8');
  const stamp = join(to, INSTALLED);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    rmSync(stamp, { force: true });
    run(['npm', 'ci', '--no-audit', '--no-fund'], to);
    // As `npm install glaswerk` would: its plugins are found by the package's name.
    symlinkSync(resolve('.'), join(to, 'node_modules/glaswerk'), 'dir');
    writeFileSync(stamp, wanted);
  }
  return to;
}

const wanted = SITES.filter(({ name }) => names.length === 0 || names.includes(name));
const absent = wanted.filter(({ needs }) => needs !== undefined && !isThere(needs.program));
const failed: string[] = [];
const built: string[] = [];
if (!options.built) run(['npm', 'run', '--silent', 'build']);
for (const site of wanted.filter((one) => !absent.includes(one))) {
  try {
    if (!options.built) {
      console.log(`\n== ${site.tool}: build`);
      const folder = prepare(site);
      mkdirSync(join(folder, site.files), { recursive: true });
      run([process.execPath, 'dist/node/cli.js', 'copy', join(folder, site.files)]);
      run(site.build, folder);
      site.mend?.(folder);
    }
    built.push(site.name);
  } catch (error) {
    console.error(String(error));
    failed.push(`${site.name}: it was not built`);
  }
}

if (built.length > 0) {
  console.log('\n== in the browser');
  const env = { GLASWERK_DOCS_SITES: built.join(' ') };
  try {
    run(['npx', 'playwright', 'test', '-c', 'test/docs-sites/playwright.config.ts'], '.', env);
  } catch {
    failed.push('tests in the browser failed: see above');
  }
}

console.log('');
for (const { name, needs } of absent) {
  console.log(`not run: ${name}: ${needs?.program} is not here: apt-get install ${needs?.packages}`);
}
for (const text of failed) console.log(`FAILED: ${text}`);
console.log(`${built.length} sites built and opened, ${absent.length} not run, ${failed.length} failures`);
process.exitCode = failed.length > 0 || (options.all && absent.length > 0) ? 1 : 0;
