/** What apps do wrong, on its way to the page: each complaint once, with the frames of the app's own source. */
import { describe, expect, test } from 'vitest';
import { Machine, Request, Response } from '../../src/index.ts';
import type { WsgiApp } from '../../src/index.ts';
import { withComplaints } from '../../web/session/complaints.ts';
import { Complaints, framesOf } from '../../src/host/complaints.ts';
import type { ComplaintInfo } from '../../src/host/app-faults.ts';
import type { PageState } from '../../web/session/store.ts';
import { HostPage } from '../support/host-page.ts';

const ADDRESS = 'blob:null/1b4e28ba';
const CHROMIUM = `RangeError: too far
    at tooFar (${ADDRESS}:12:9)
    at Application._view (${ADDRESS}:4:40)
    at Application.application (blob:null/other:1:1)
    at ${ADDRESS}:3:1`;
const FIREFOX = `tooFar@${ADDRESS}:12:9\n@${ADDRESS}:4:40\napplication@blob:null/other:1:1`;

describe('the frames of a stack', () => {
  test.each([
    [
      'Chromium',
      CHROMIUM,
      [
        ['tooFar', 12, 9],
        ['', 4, 40],
        ['', 3, 1],
      ],
    ],
    [
      'Firefox',
      FIREFOX,
      [
        ['tooFar', 12, 9],
        ['', 4, 40],
      ],
    ],
    ['nobody', 'no frames at all', []],
    ['a stack that was made up', `${ADDRESS}:x:y\n${ADDRESS}:-1:0\n${ADDRESS}:${'9'.repeat(400)}:1`, []],
  ] as const)('as %s writes it are those of the app', (_, stack, frames) => {
    expect(framesOf(stack, ADDRESS).map(({ name, line, column }) => [name, line, column])).toEqual(frames);
  });

  test('are at most twenty, with short names', () => {
    const frames = framesOf(`at ${'n'.repeat(5_000)} (${ADDRESS}:1:1)\n`.repeat(5_000), ADDRESS);
    expect(frames).toHaveLength(20);
    expect(frames[0]?.name.length).toBe(100);
  });
});

function failing(message = 'too far'): Machine {
  const app = Request.application((): Response => {
    throw new RangeError(message);
  }) as WsgiApp;
  const machine = new Machine({ app });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  machine.run();
  return machine;
}

test('each complaint is reported once; of another machine only those after the steps that both share', () => {
  const complaints = new Complaints();
  const machine = failing();
  const [first] = complaints.news(machine, undefined);
  expect(first).toMatchObject({ kind: 'error', text: 'RangeError: too far', hint: '', frames: [] });
  expect(complaints.news(machine, undefined)).toEqual([]);
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  machine.run();
  expect(complaints.news(machine, undefined)).toHaveLength(1);
  complaints.restart(first?.step ?? 0);
  expect(complaints.news(machine, undefined).map(({ step }) => step > (first?.step ?? 0))).toEqual([true]);
});

test('what the loader of the app knows of an error is its advice', () => {
  const module = { address: 'blob:app', adviceOn: (text: string) => `advice on ${text}` };
  expect(new Complaints().news(failing(), module)[0]?.hint).toBe('advice on RangeError: too far');
});

test('a long text is cut', () => {
  expect(new Complaints().news(failing('x'.repeat(1e6)), undefined)[0]?.text.length).toBe(2_000);
});

test('the host reports a complaint once per failure', () => {
  const page = new HostPage(10).boot({ options: { server: 'base', app: 'boom', seed: 0 } }).connect(0);
  page.send(0, 'GET / HTTP/1.0\r\n\r\n').until(() => page.all('complaints').length > 0);
  expect(
    page.all('complaints').flatMap(({ complaints }) => complaints.map(({ kind, frames }) => [kind, frames])),
  ).toEqual([['error', []]]);
});

describe('on the page', () => {
  const complaint: ComplaintInfo = {
    kind: 'error',
    text: 'TypeError: no',
    hint: 'do this',
    step: 5,
    thread: 'MainThread',
    frames: [],
  };
  const state = {
    complaints: [],
    problem: undefined,
    options: { server: 'base', app: 'hello', seed: 0, source: 'own' },
  } as unknown as PageState;

  test('the editor shows the last one of the own app, with its hint', () => {
    const lined = { ...complaint, hint: '', frames: [{ name: 'view', line: 6, column: 2 }] };
    expect(withComplaints(state, [complaint]).problem).toEqual({
      when: 'request',
      notice: { code: 'error', values: { message: 'TypeError: no: do this' } },
      line: undefined,
    });
    expect(withComplaints(state, [complaint, lined]).problem).toEqual({
      when: 'request',
      notice: { code: 'error', values: { message: 'TypeError: no' } },
      line: 6,
    });
  });

  test('a preset as it comes has no problem in the editor', () => {
    const asShipped = { ...state, options: { ...state.options, source: undefined } };
    expect(withComplaints(asShipped, [complaint])).toEqual({ complaints: [complaint], problem: undefined });
  });

  test('the last two hundred are kept', () => {
    const many = Array.from({ length: 150 }, (_, step) => ({ ...complaint, step }));
    const { complaints } = withComplaints({ ...state, complaints: many }, many);
    expect(complaints).toHaveLength(200);
    expect(complaints.at(-1)?.step).toBe(149);
  });
});
