/** What is said beside the machine comes when it is first wanted; where it cannot be loaded, the reader is told. */
import type { Face } from '../kit/face.ts';
import type { Session } from '../session/session.ts';

export function tellMissingWords(face: Face, { waits, notes }: Session): void {
  waits.events.on('missing', () => face.late('page.waits.missing', () => waits.load()), face.scope);
  notes.events.on('missing', () => face.late('page.notes.missing', () => notes.load()), face.scope);
}
