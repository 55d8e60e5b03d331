/** A lesson for tests: one request, a prediction, and a task that the threaded server does. */
import { readLesson } from '../../src/lessons/read-lesson.ts';
import type { Lesson } from '../../src/lessons/lesson.ts';

const both = (text: string): { en: string; zh: string } => ({ en: text, zh: `${text}（中文）` });

const REQUEST = 'GET /hello?name=you HTTP/1.1\r\nHost: localhost\r\n\r\n';

const ANSWER = [
  ...['HTTP/1.1 200 OK', 'Server: Werkzeug/3.1.8 Python/3.11.7', 'Date: Thu, 01 Jan 2026 00:00:00 GMT'],
  ...['Content-Type: text/plain; charset=utf-8', 'Content-Length: 29', 'Connection: close', ''],
  '{"code": 0, "msg": "success"}',
].join('\r\n');

/** As it stands in a file. Each call makes a new one, which a test may spoil. */
export const sampleLessonData = (): Record<string, unknown> => ({
  version: 1,
  id: 'sample-lesson',
  road: 'waiting',
  title: both('A sample'),
  question: both('What does the second client see?'),
  met: both('Browsers that stay open.'),
  link: 'https://werkzeug.palletsprojects.com/',
  scenario: {
    version: 3,
    app: { preset: 'hello' },
    inputs: [
      { client: 0, do: 'connect' },
      { client: 1, do: 'connect' },
      { client: 1, do: 'send', data: REQUEST },
    ],
  },
  steps: [
    { at: { moment: 'serve_forever' }, say: both('The server waits.') },
    {
      at: { moment: 'get_request' },
      say: both('The first client is accepted.'),
      prediction: {
        ask: both('What will the second client see?'),
        choices: [both('Its answer'), both('Nothing')],
        right: 1,
        because: both('The only thread reads from the first one.'),
      },
    },
    { at: { moment: 'handle_one_request', client: 0, nth: -1 }, say: both('It reads, and waits.') },
  ],
  task: {
    ask: both('Make client 2 get its answer.'),
    hint: both('Choose another server.'),
    goal: { received: { client: 1, text: '200 OK' } },
    solution: {
      version: 3,
      app: { preset: 'hello' },
      options: { server: 'threaded' },
      inputs: [
        { client: 0, do: 'connect' },
        { client: 1, do: 'connect' },
        { client: 1, do: 'send', data: REQUEST },
      ],
    },
  },
  receives: ['', ''],
});

export const sampleLesson = (change: Record<string, unknown> = {}): Lesson =>
  readLesson({ ...sampleLessonData(), ...change });

/** What a client of the threaded server receives for `REQUEST`. */
export const SAMPLE_ANSWER = ANSWER;
