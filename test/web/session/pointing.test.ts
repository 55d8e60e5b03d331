/** Pointing at bytes while the code that finds what belongs to them is still being loaded. */
import { expect, test, vi } from 'vitest';
import { rowsOf } from '../../../src/host/step-rows.ts';
import { Machine, preset } from '../../../src/index.ts';
import { StepLog } from '../../../web/session/log/step-log.ts';
import type { Pointed } from '../../../web/session/origins/pointed.ts';
import { Pointing } from '../../../web/session/pointing.ts';
import { START } from '../../../web/session/store.ts';
import type { Marked } from '../../../web/session/store.ts';

const BYTE: Pointed = { stream: 'request', offset: 0 };

function pointing(): {
  readonly page: Pointing;
  readonly marks: (Marked | undefined)[];
  readonly places: number[];
} {
  const marks: (Marked | undefined)[] = [];
  const places: number[] = [];
  const app = preset('hello')?.app;
  if (app === undefined) throw new Error('there is no preset hello');
  const machine = new Machine({ app });
  machine.connect().send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  machine.run();
  const log = new StepLog();
  log.append(rowsOf(machine.trace.steps()));
  const live = machine.snapshot();
  const page = new Pointing(log, {
    state: () => ({ ...START, live, shown: live, connection: 0 }),
    later: (work) => {
      work();
      return () => undefined;
    },
    mark: (marked) => void marks.push(marked),
    goTo: (cursor) => void places.push(cursor),
    failed: () => expect.unreachable('the code is loaded'),
  });
  return { page, marks, places };
}

test('what the reader pointed at is marked once the code is there, and a tap goes there although the finger has left', async () => {
  const { page, marks, places } = pointing();
  page.prepare();
  page.point(BYTE);
  page.pick();
  page.point(undefined);
  expect([marks, places]).toEqual([[], []]);
  await vi.dynamicImportSettled();
  expect(marks).toEqual([expect.objectContaining({ environKeys: expect.arrayContaining(['PATH_INFO']) })]);
  expect(places).toEqual([(marks[0]?.step ?? -1) + 1]);
});

test('what the reader no longer points at is not marked', async () => {
  const { page, marks, places } = pointing();
  page.prepare();
  page.point(BYTE);
  page.point(undefined);
  page.pick();
  await vi.dynamicImportSettled();
  expect([marks, places]).toEqual([[], []]);
  page.point(BYTE);
  page.point(undefined);
  page.pick();
  expect(marks).toEqual([expect.objectContaining({ request: { from: 0, to: 16 } }), undefined]);
  expect(places).toEqual([]);
});
