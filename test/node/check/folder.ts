/** A folder of documents that lives as long as a test, and `glaswerk check` in it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { check } from '../../../src/node/check/check.ts';

export interface Checked {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Folder {
  readonly path: string;
  write(name: string, content: string | Uint8Array): void;
  read(name: string): string;
  /** Checks files of the folder, with options; `.` is the folder. */
  check(...args: string[]): Promise<Checked>;
}

export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), 'glaswerk-check-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const write: Folder['write'] = (name, content) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return {
    path,
    write,
    read: (name) => readFileSync(join(path, name), 'utf8'),
    check: (...args) => checkAt(path, args),
  };
}

async function checkAt(path: string, args: readonly string[], env: Record<string, string> = {}): Promise<Checked> {
  let [out, err] = ['', ''];
  const named = args.map((arg) => (/^[-=]/.test(arg) ? arg : join(path, arg)));
  const code = await check(['--root', path, ...named.map((arg) => arg.replace(/^=/, ''))], {
    out(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
    env,
  });
  // The folder has another name each time.
  return { code, out: out.replaceAll(`${path}/`, ''), err: err.replaceAll(`${path}/`, '') };
}

/** As in GitHub Actions. */
export const checkInActions = ({ path }: Folder, ...args: string[]): Promise<Checked> =>
  checkAt(path, args, { GITHUB_ACTIONS: 'true' });

export const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

/** A request, its printed answer and the tag, in Markdown. */
export const example = (answer: readonly string[], tag = '<glas-werk app="raw-hello"></glas-werk>'): string =>
  lines('```http', 'GET / HTTP/1.0', '```', '', '```http', ...answer, '```', '', tag);

/** What the app `raw-hello` answers, as an author prints it. */
export const HELLO = [
  ...['HTTP/1.0 200 OK', 'Server: Werkzeug/3.1.8 Python/3.11.7', 'Date: Thu, 01 Jan 2026 00:00:00 GMT'],
  ...['Content-Type: text/plain', 'Connection: close', '', 'Hello World!', '[[end]]'],
];
