/** A link of a chain that is clicked on becomes what is asked about: which bytes, which key, which request. */
import { describe, expect, test } from 'vitest';
import type { LinkBytes } from '../../../../src/explain/origin/link.ts';
import type { Trail } from '../../../../src/explain/origin/trail.ts';
import type { Chain, ChainLink } from '../../../../web/session/origins/chain.ts';
import { clientOf } from '../../../../web/session/origins/finder.ts';
import { inHeadersBuffer, requestAt, subjectOf } from '../../../../web/session/origins/subjects.ts';

const link = (change: Partial<ChainLink>): ChainLink => ({
  what: { code: 'queued', values: {} },
  ...{ step: 50, whole: undefined, lane: undefined, key: undefined, header: undefined, bytes: [] },
  ...change,
});

const bytes = (from: number, to: number, direction: LinkBytes['direction'] = 'request', client = 3): LinkBytes => ({
  ...{ client, direction, from, to },
});

/** A handler that has read request lines at these steps, and written these parts of its answers. */
const trail = (lines: readonly number[], writes: readonly [role: string, from: number, to: number][] = []): Trail =>
  ({
    handling: {
      requests: lines.map((step) => ({ line: { step } })),
      writes: writes.map(([role, from, to]) => ({ role, from, to })),
    },
  }) as unknown as Trail;

const TWO = trail([10, 40]);
const CONTEXT = { client: 3, trail: TWO };

describe('what a link is when it is asked for itself', () => {
  test('nothing, while it has not happened', () => {
    expect(subjectOf(link({ step: undefined, bytes: [bytes(1, 2)], lane: 'rfile' }), CONTEXT)).toBeUndefined();
  });

  test('a key of the environ, of its own request', () => {
    const key = { name: 'PATH_INFO', request: 0, at: 0, end: 5 };
    expect(subjectOf(link({ key, bytes: [bytes(4, 9)], lane: 'rfile' }), CONTEXT)).toEqual({
      ...{ environ: 'PATH_INFO', client: 3, request: 0 },
    });
  });

  test('bytes in a lane, from the first to the last of them', () => {
    const ranges = [bytes(30, 34), bytes(36, 45)];
    expect(subjectOf(link({ bytes: ranges, lane: 'rfile' }), { client: 0, trail: TWO })).toEqual({
      ...{ client: 3, direction: 'request', byte: 30, to: 45, lane: 'rfile' },
    });
  });

  test('bytes that stand in no lane are what happened to them', () => {
    expect(subjectOf(link({ bytes: [bytes(30, 34)] }), CONTEXT)).toEqual({ step: 50 });
    expect(subjectOf(link({ lane: 'rfile' }), CONTEXT)).toEqual({ step: 50 });
  });

  test('bytes of `_headers_buffer`, which counts heads alone', () => {
    const answered = trail(
      [10, 40],
      [
        ['head', 0, 100],
        ['app', 100, 120],
        ['head', 120, 220],
      ],
    );
    const ranges = [bytes(130, 140, 'response'), bytes(150, 160, 'response')];
    const context = { client: 3, trail: answered };
    expect(subjectOf(link({ bytes: ranges, lane: 'headers buffer' }), context)).toMatchObject({ byte: 110, to: 140 });
    expect(subjectOf(link({ bytes: ranges, lane: 'wfile' }), context)).toMatchObject({ byte: 130, to: 160 });
  });

  test.each<[string, Partial<ChainLink>, object]>([
    ['a header', { header: 'Server' }, { header: 'Server' }],
    ['the status of the app', { what: { code: 'start.status', values: {} } }, { attribute: 'status_set' }],
    ['the method', { what: { code: 'attribute', values: { name: 'command' } } }, { attribute: 'command' }],
    ['the path', { what: { code: 'attribute', values: { name: 'path' } } }, { attribute: 'path' }],
    [
      'the version',
      { what: { code: 'attribute', values: { name: 'request_version' } } },
      { attribute: 'request_version' },
    ],
  ])('%s belongs to the request that was handled then', (_, change, subject) => {
    expect(subjectOf(link(change), CONTEXT)).toEqual({ ...subject, client: 3, request: 1 });
    expect(subjectOf(link({ ...change, step: 39 }), CONTEXT)).toEqual({ ...subject, client: 3, request: 0 });
    expect(subjectOf(link({ ...change, step: 9 }), CONTEXT)).toEqual({ ...subject, client: 3 });
    expect(subjectOf(link(change), { client: 3, trail: undefined })).toEqual({ ...subject, client: 3 });
  });

  test('other attributes, and other things of such a name, are their step', () => {
    expect(subjectOf(link({ what: { code: 'attribute', values: { name: 'close_connection' } } }), CONTEXT)).toEqual({
      step: 50,
    });
    expect(subjectOf(link({ what: { code: 'log', values: { name: 'path' } } }), CONTEXT)).toEqual({ step: 50 });
  });
});

test('a request begins with the step at which its line had been read', () => {
  expect([9, 10, 39, 40, 99].map((step) => requestAt(TWO, step))).toEqual([undefined, 0, 0, 1, 1]);
  expect(requestAt(trail([]), 5)).toBeUndefined();
  expect(requestAt({ handling: undefined } as Trail, 5)).toBeUndefined();
  expect(requestAt(undefined, 5)).toBeUndefined();
});

test('a byte of an answer stood in `_headers_buffer` after the heads before it', () => {
  const answered = trail(
    [],
    [
      ['head', 0, 100],
      ['app', 100, 120],
      ['head', 120, 220],
    ],
  );
  expect([0, 99, 100, 119, 120, 219, 220].map((at) => inHeadersBuffer(answered, at))).toEqual([
    ...[0, 99, 80, 99, 100, 199, 200],
  ]);
  expect(inHeadersBuffer(undefined, 7)).toBe(0);
});

test('a chain is about the client of its first bytes; where it has none, of what was asked for', () => {
  const chain = (change: Partial<Chain>): Chain => ({
    origin: [],
    thing: link({}),
    via: undefined,
    fate: [],
    ...change,
  });
  const of = (client: number): ChainLink => link({ bytes: [bytes(0, 1, 'request', client)] });
  expect(clientOf(chain({ thing: of(2), origin: [of(4)] }), { step: 1 })).toBe(2);
  expect(clientOf(chain({ origin: [link({}), of(4)], fate: [of(5)] }), { step: 1 })).toBe(4);
  expect(clientOf(chain({ fate: [of(5)] }), { environ: 'X', client: 1 })).toBe(5);
  expect(clientOf(chain({}), { environ: 'X', client: 1 })).toBe(1);
  expect(clientOf(chain({}), { environ: 'X' })).toBe(0);
  expect(clientOf(chain({}), { log: 4 })).toBe(0);
});
