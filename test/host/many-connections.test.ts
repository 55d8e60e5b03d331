/** A reader who opens more connections than a machine may have. */
import { expect, test } from 'vitest';
import { MOST_OPEN_CONNECTIONS } from '../../src/host/limits.ts';
import { noticeText } from '../../web/session/notices.ts';
import { ENGLISH } from '../../web/texts/texts.ts';
import { HostPage } from '../support/host-page.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';

test.each(['base', 'threaded', 'forking'] as const)(
  'a thousand connections opened at once by hand end in a notice on %s, and the machine goes on',
  (server) => {
    const page = new HostPage().boot({ options: { server, app: 'hello', seed: 0 } });
    // A page that is busy draws none of the reports meanwhile.
    page.isDrawing = false;
    for (let client = 0; client < 1_000; client += 1) page.connect(client);
    page.rest();
    expect(page.all('failed')).toEqual([]);
    const rejected = page.all('rejected');
    expect(rejected).toHaveLength(1_000 - MOST_OPEN_CONNECTIONS);
    const [first] = rejected;
    expect(first).toMatchObject({
      request: 'client',
      notice: { code: 'tooManyConnections', values: { limit: MOST_OPEN_CONNECTIONS } },
    });
    expect(first && noticeText(ENGLISH, first.notice)).toContain('250 open connections');
    // The page has counted too many: it is told once for all of them, not each time.
    expect(page.all('history').map(({ connections }) => connections)).toEqual([MOST_OPEN_CONNECTIONS]);
    page.say({ type: 'client', client: 0, action: { act: 'close' } }).rest();
    page.connect(MOST_OPEN_CONNECTIONS).send(MOST_OPEN_CONNECTIONS, GET).rest();
    expect(page.all('rejected')).toHaveLength(rejected.length);
    // A forking server has at most 40 children, and the base one serves one connection at a time.
    if (server === 'threaded') expect(page.received(MOST_OPEN_CONNECTIONS)).toContain('200 OK');
  },
);

test('clients that a failed write has ended count no more', () => {
  const page = new HostPage().boot({ options: { server: 'base', app: 'hello', seed: 0 } });
  page.isDrawing = false;
  const all = Array.from({ length: MOST_OPEN_CONNECTIONS }, (_, client) => client);
  for (const client of all) page.connect(client).send(client, GET);
  page.rest();
  // The server has closed: the first write is answered by a reset, and the next one fails.
  for (let times = 0; times < 2; times += 1) {
    for (const client of all) page.send(client, 'more');
    page.rest();
  }
  page.connect(MOST_OPEN_CONNECTIONS).send(MOST_OPEN_CONNECTIONS, GET).rest();
  expect(page.all('rejected')).toEqual([]);
  expect(page.received(MOST_OPEN_CONNECTIONS)).toContain('200 OK');
});
