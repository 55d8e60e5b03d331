/** The lessons of the road `bytes`, by their paths, in one piece. */
export const LESSONS = import.meta.glob<unknown>(
  [
    '../../../../src/lessons/library/a-body-becomes-a-request.json',
    '../../../../src/lessons/library/tls-on-a-plain-port.json',
    '../../../../src/lessons/library/http-0-9.json',
    '../../../../src/lessons/library/double-slash.json',
    '../../../../src/lessons/library/odd-headers.json',
    '../../../../src/lessons/library/a-space-before-the-colon.json',
    '../../../../src/lessons/library/too-long-and-too-many.json',
    '../../../../src/lessons/library/expect-100-continue.json',
    '../../../../src/lessons/library/chunked-both-ways.json',
    '../../../../src/lessons/library/head-204-304.json',
  ],
  { eager: true, import: 'default' },
);
