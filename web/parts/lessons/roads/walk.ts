/** The lessons of the road `walk`, by their paths, in one piece. */
export const LESSONS = import.meta.glob<unknown>(
  [
    '../../../../src/lessons/library/one-request.json',
    '../../../../src/lessons/library/line-to-environ.json',
    '../../../../src/lessons/library/how-the-answer-is-made.json',
    '../../../../src/lessons/library/why-it-always-closes.json',
  ],
  { eager: true, import: 'default' },
);
