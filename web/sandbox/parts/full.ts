/** The part of the worker's program for everything else that a face can ask of a machine. */
// oxlint-disable-next-line import/no-unassigned-import -- it is what this part brings
import 'virtual:late-full';

export function install(): void {
  // All that it brings is there.
}
