/** The part of the worker's program for everything that a face can ask of a machine. */
// oxlint-disable-next-line import/no-unassigned-import -- it comes before all others, which may use what it brings
import 'virtual:late-modules';
import { Sessions } from '../../../src/host/sessions.ts';
import type { Program } from '../program.ts';

export function install({ host }: Program): void {
  host?.extend((inside) => new Sessions(inside));
}
