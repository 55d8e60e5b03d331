/**
 * Finds the Chromium for the browser tests on this machine, or installs Debian's. Nothing is downloaded past the
 * system's own packages.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// The first has no window and no interface of its own to start for each page: the tests take a quarter less time.
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];
const INSTALL = 'apt-get update && apt-get install -y --no-install-recommends chromium-headless-shell';

const isRoot = process.getuid?.() === 0;

/** Arguments Chromium needs here: quiet, and without its own sandbox where that cannot work (as root). */
export const CHROMIUM_ARGUMENTS: readonly string[] = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium: `CHROME_PATH`, then the usual names and places, then a fresh install. Throws with the one
 * command to run when there is none.
 */
export function chromium(): string {
  const asked = process.env['CHROME_PATH'];
  if (asked !== undefined && asked !== '') {
    if (!isExecutable(asked)) throw new Error(`CHROME_PATH is ${asked}, which is not an executable file`);
    return asked;
  }
  const found = find() ?? (install() ? find() : undefined);
  if (found === undefined) throw new Error(`The browser tests need Chromium or Chrome. ${advice()}`);
  return found;
}

function find(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...PLACES].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Installs Debian's package, as root or through a sudo that asks nothing. True when it worked. */
function install(): boolean {
  if (!existsSync('/etc/debian_version')) return false;
  console.log(`No Chromium found: ${INSTALL}`);
  const [command, ...args] = isRoot ? ['sh', '-c', INSTALL] : ['sudo', '-n', 'sh', '-c', INSTALL];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command ?? 'sh', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}

function advice(): string {
  if (existsSync('/etc/debian_version')) return `Run: sudo sh -c '${INSTALL}'`;
  if (process.platform === 'darwin') return 'Run: brew install --cask google-chrome';
  if (process.platform === 'win32') return 'Run: winget install Google.Chrome';
  return 'Install it with your package manager, or set CHROME_PATH to its program.';
}
