/** What only a fresh process can tell: how long the package takes to be imported, and a first machine to answer. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BODY, REQUEST } from './machines.ts';

const PROGRAM = `
const cpu = () => { const { user, system } = process.cpuUsage(); return user + system; };
const begin = cpu();
const { Machine, Request, Response } = await import('./glaswerk.mjs');
const imported = cpu();
const machine = new Machine({ app: Request.application(() => new Response(${JSON.stringify(BODY)})), trace: false });
const client = machine.connect();
client.send(${JSON.stringify(REQUEST)});
machine.run();
if (!client.received.endsWith(${JSON.stringify(BODY)})) throw new Error(client.received);
console.log(JSON.stringify({ import: imported - begin, boot: cpu() - imported }));
`;

/** The package as one minified file, and processes that import it. */
export class FreshProcesses {
  private readonly _folder = mkdtempSync(join(tmpdir(), 'glaswerk-bench-'));

  async prepare(): Promise<void> {
    writeFileSync(join(this._folder, 'program.mjs'), PROGRAM);
    const outfile = join(this._folder, 'glaswerk.mjs');
    await build({
      entryPoints: ['src/index.ts'],
      outfile,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'node20',
    });
  }

  /** Milliseconds of processor time, compiler and collector included. */
  measure(what: 'import' | 'boot'): number {
    const { stdout, stderr } = spawnSync(process.execPath, ['program.mjs'], { cwd: this._folder, encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    return (JSON.parse(stdout) as Record<typeof what, number>)[what] / 1000;
  }

  end(): void {
    rmSync(this._folder, { recursive: true, force: true });
  }
}
