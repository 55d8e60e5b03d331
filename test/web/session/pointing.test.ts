/** Pointing at bytes while the code that finds what belongs to them is still being loaded. */
import { expect, test, vi } from 'vitest';
import type { ConnectionSnapshot } from '../../../src/index.ts';
import type { ByteLink } from '../../../web/session/byte-links.ts';
import type { Find } from '../../../web/session/pointing.ts';
import { Pointing } from '../../../web/session/pointing.ts';

const LINK: ByteLink = {
  direction: 'request',
  from: 0,
  to: 4,
  buffered: undefined,
  step: 41,
  call: 'io.BufferedReader.readline',
  what: { is: 'requestLine' },
  environKeys: [],
};

const find: Find = () => LINK;

function pointing(): {
  readonly page: Pointing;
  readonly marks: (ByteLink | undefined)[];
  readonly places: number[];
} {
  const marks: (ByteLink | undefined)[] = [];
  const places: number[] = [];
  const rows = { length: 0, at: () => undefined };
  const page = new Pointing(rows, {
    connection: () => ({}) as ConnectionSnapshot,
    mark: (link) => void marks.push(link),
    goTo: (cursor) => void places.push(cursor),
    failed: () => expect.unreachable('the code is loaded'),
  });
  return { page, marks, places };
}

test('what the reader pointed at is marked once the code is there, and a tap goes there although the finger has left', async () => {
  const { page, marks, places } = pointing();
  page.prepare();
  page.point(find);
  page.pick();
  page.point(undefined);
  expect([marks, places]).toEqual([[], []]);
  await vi.dynamicImportSettled();
  expect([marks, places]).toEqual([[LINK], [42]]);
});

test('what the reader no longer points at is not marked', async () => {
  const { page, marks, places } = pointing();
  page.prepare();
  page.point(find);
  page.point(undefined);
  page.pick();
  await vi.dynamicImportSettled();
  expect([marks, places]).toEqual([[], []]);
  page.point(find);
  page.point(undefined);
  page.pick();
  expect([marks, places]).toEqual([[LINK, undefined], []]);
});
