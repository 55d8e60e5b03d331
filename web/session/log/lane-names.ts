/** What the lanes of the timeline, which are threads, are called. */
import { connectionOf } from '../../../src/host/thread-names.ts';
import type { TrackLane } from './track.ts';
import type { Texts } from '../../texts/texts.ts';

/**
 * Short name of a lane.
 * @param isFirst whether it is the first main thread: the server's, not that of a forked process.
 */
export function laneLabel(texts: Texts, { name, tid }: TrackLane, isFirst: boolean): string {
  if (tid === 0) return texts.say('timeline.lane.inputs');
  const connection = connectionOf(name);
  if (connection !== undefined) return texts.say('timeline.lane.connection', { connection: connection + 1 });
  if (name === 'MainThread') {
    return isFirst ? texts.say('timeline.lane.server') : texts.say('timeline.lane.child', { tid: String(tid) });
  }
  return name.replace(/ \(.*/, '');
}

/** What a lane is called in full. */
export const laneTitle = (texts: Texts, { name, tid }: TrackLane): string =>
  tid === 0 ? texts.say('timeline.lane.inputs.title') : texts.say('timeline.lane.title', { name, tid: String(tid) });
