/** What the page keeps of complaints; where a forgotten `yield*` is marked, of which no stack names the line. */
import { expect, test } from 'vitest';
import type { ComplaintInfo } from '../../../src/host/app-faults.ts';
import { lineWithoutYield, withComplaints } from '../../../web/session/complaints.ts';
import { START } from '../../../web/session/store.ts';

const SOURCE = `import { Request, Response, sleep } from 'glaswerk';
// sleep() costs nothing
export const app = Request.application(function* (request) {
  yield* sleep(1);
  const data = request.getData(), asleep = nosleep(1);
  sleep(2);
  return new Response(data);
});
`;

const UNRUN = 'was called without yield*, so nothing of it ran';

test('the first call without it is marked, and none that has it, is another or is in a comment', () => {
  expect(lineWithoutYield(`sleep() (time.sleep) ${UNRUN}`, SOURCE)).toBe(6);
  expect(lineWithoutYield(`getData() (werkzeug.wrappers.request.Request.get_data) ${UNRUN}`, SOURCE)).toBe(5);
  expect(lineWithoutYield(`other() (m.other) ${UNRUN}`, SOURCE)).toBeUndefined();
  expect(lineWithoutYield('ValueError: sleep() is not allowed', SOURCE)).toBeUndefined();
});

test('the problem of the editor has that line', () => {
  const complaint = {
    kind: 'warning',
    text: `sleep() (time.sleep) ${UNRUN}`,
    hint: 'write yield*',
    frames: [],
  } as const;
  const state = { ...START, options: { ...START.options, source: SOURCE } };
  const { problem } = withComplaints(state, [{ ...complaint, step: 1, thread: 'MainThread' }]);
  expect(problem?.line).toBe(6);
});

const complaint = (text: string, hint = '', line?: number): ComplaintInfo =>
  ({ text, hint, frames: line === undefined ? [] : [{ line }, { line: 99 }] }) as unknown as ComplaintInfo;

const own = { ...START, options: { ...START.options, source: 'export default 1' } };

test("the last complaint of the reader's own app is shown at its line, with what to do", () => {
  const { complaints, problem } = withComplaints(own, [complaint('first', 'x', 3), complaint('last', 'do this', 7)]);
  expect(complaints.map(({ text }) => text)).toEqual(['first', 'last']);
  expect(problem).toEqual({
    when: 'request',
    notice: { code: 'error', values: { message: 'last: do this' } },
    line: 7,
  });
  expect(withComplaints(own, [complaint('bare')]).problem).toMatchObject({
    notice: { values: { message: 'bare' } },
    line: undefined,
  });
});

test('a preset has no line in the editor, and no news leave what was there', () => {
  expect(withComplaints(START, [complaint('x', '', 3)]).problem).toBeUndefined();
  const { problem } = withComplaints(own, [complaint('x', '', 3)]);
  expect(withComplaints({ ...own, problem }, []).problem).toBe(problem);
});

test('the last two hundred are kept', () => {
  const many = Array.from({ length: 201 }, (_, index) => complaint(String(index)));
  const { complaints } = withComplaints({ ...START, complaints: many.slice(0, 150) }, many.slice(150));
  expect([complaints.length, complaints[0]?.text, complaints.at(-1)?.text]).toEqual([200, '1', '200']);
});
