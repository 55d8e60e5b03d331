/** The lessons of the road `waiting`, by their paths, in one piece. */
export const LESSONS = import.meta.glob<unknown>(
  [
    '../../../../src/lessons/library/idle-client-freezes-base.json',
    '../../../../src/lessons/library/threads-cure-it.json',
    '../../../../src/lessons/library/forks-and-memory.json',
    '../../../../src/lessons/library/queue-is-not-rfile.json',
    '../../../../src/lessons/library/what-select-and-accept-wait-for.json',
    '../../../../src/lessons/library/the-listen-queue-is-full.json',
    '../../../../src/lessons/library/a-slow-client.json',
  ],
  { eager: true, import: 'default' },
);
