/** The lessons of the road `faults`, by their paths, in one piece. */
export const LESSONS = import.meta.glob<unknown>(
  [
    '../../../../src/lessons/library/an-error-before-and-after-the-headers.json',
    '../../../../src/lessons/library/an-undrained-body-and-rst.json',
    '../../../../src/lessons/library/the-client-is-gone.json',
    '../../../../src/lessons/library/close-is-always-called.json',
    '../../../../src/lessons/library/ctrl-c.json',
  ],
  { eager: true, import: 'default' },
);
