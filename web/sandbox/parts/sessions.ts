/** The part of the worker's program that shows machines, of examples as they are printed, step by step. */
// oxlint-disable-next-line import/no-unassigned-import -- it comes before all others, which may use what it brings
import 'virtual:late-sessions';
import { Sessions } from '../../../src/host/sessions.ts';
import type { Program } from '../program.ts';

export function install({ host }: Program): void {
  host?.extend((inside) => new Sessions(inside));
}
