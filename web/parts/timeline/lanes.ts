/** Which lanes the timeline shows. */
import type { Track } from '../../session/log/track.ts';

/**
 * Places of the lanes with something in steps `from` to `to`: inputs on top, then threads in the order in which they
 * began.
 */
export function lanesInView({ lanes }: Track, from: number, to: number): number[] {
  const places: number[] = [];
  const inputs: number[] = [];
  for (const [place, lane] of lanes.entries()) {
    if (lane.from < to && (lane.to ?? Infinity) >= from) (lane.tid === 0 ? inputs : places).push(place);
  }
  return [...inputs, ...places];
}
