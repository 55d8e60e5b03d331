/** Which lanes the timeline shows, and what they are called. */
import { connectionOf } from '../../../src/host/thread-names.ts';
import type { Track, TrackLane } from '../../session/log/track.ts';

/** Short name of a lane. */
export function laneLabel({ name, tid }: TrackLane, isFirst: boolean): string {
  if (tid === 0) return 'outside';
  const connection = connectionOf(name);
  if (connection !== undefined) return `conn ${connection + 1}`;
  if (name === 'MainThread') return isFirst ? 'server' : `child ${tid}`;
  return name.replace(/ \(.*/, '');
}

/** Places of the lanes with something in steps `from` to `to`: first what lives longest, as it was born. */
export function lanesInSight({ lanes }: Track, from: number, to: number): number[] {
  const places: number[] = [];
  const outside: number[] = [];
  for (const [place, lane] of lanes.entries()) {
    // What comes from outside stands above all threads.
    if (lane.from < to && (lane.to ?? Infinity) >= from) (lane.tid === 0 ? outside : places).push(place);
  }
  return [...outside, ...places];
}
