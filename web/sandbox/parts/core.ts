/** The part of the worker's program that comes first: it plays examples of the apps that come with Glaswerk. */
import { PlayHost } from '../../../src/host/play-host.ts';
import { takeUse } from '../late.ts';
import type { Program } from '../program.ts';
import { REAL_CLOCK } from '../real-clock.ts';

export function install(program: Program): void {
  program.host = new PlayHost(program.post, { clock: REAL_CLOCK, takeAbsent: takeUse });
}
