/** The lessons of the road `chance`, by their paths, in one piece. */
export const LESSONS = import.meta.glob<unknown>(
  [
    '../../../../src/lessons/library/the-lost-update.json',
    '../../../../src/lessons/library/loss-and-retransmission.json',
    '../../../../src/lessons/library/who-runs-next.json',
  ],
  { eager: true, import: 'default' },
);
