/** What a client is to do later: how it is written down, read, and told; and how the states of a client are told. */
import { describe, expect, test } from 'vitest';
import type { LaterDraft, Moment } from '../../../../web/parts/clients/later-draft.ts';
import {
  FIRST_DRAFT,
  bytesOfDraft,
  futureOf,
  placeText,
  readDraft,
} from '../../../../web/parts/clients/later-draft.ts';
import { planText } from '../../../../web/parts/clients/plan-text.ts';
import { stateText } from '../../../../web/parts/clients/states.ts';
import { encodeText } from '../../../../web/kit/escapes.ts';

const NOW: Moment = { cursor: undefined, length: 300, end: 1_234_567, since: 0 };
const draft = (change: Partial<LaterDraft>): LaterDraft => ({ ...FIRST_DRAFT, ...change });
const whenOf = (change: Partial<LaterDraft>, moment = NOW): unknown => {
  const read = readDraft(draft(change), moment);
  return 'action' in read ? read.when : read.place;
};

describe('what is to be sent', () => {
  test('has CR LF where the text has line ends, whichever they are', () => {
    expect(bytesOfDraft('a\nb\r\nc\r')).toEqual(encodeText('a\r\nb\r\nc\r\n'));
  });

  test('has one byte for each escape', () => {
    expect(bytesOfDraft('\\x00\\xff\\r\\n\\\\n')).toEqual(Uint8Array.of(0, 255, 13, 10, 92, 110));
  });

  test('may not be nothing, unless nothing is sent', () => {
    expect(readDraft(draft({ text: '' }), NOW)).toEqual({ text: 'There is nothing to send.' });
    const read = readDraft(draft({ act: 'reset', text: '', when: 'rest' }), NOW);
    expect(read).toEqual({ action: { act: 'reset' }, when: {} });
  });
});

describe('when it is done', () => {
  test('a place that nobody has written down follows the present', () => {
    expect(placeText(draft({ when: 'step' }), NOW)).toBe('400');
    expect(placeText(draft({ when: 'step' }), { ...NOW, cursor: 20 })).toBe('120');
    expect(placeText(draft({ when: 'time' }), NOW)).toBe('2.235');
    expect(placeText(draft({ when: 'time', time: '7' }), NOW)).toBe('7');
  });

  const places: readonly (readonly [what: string, change: Partial<LaterDraft>, when: unknown])[] = [
    ['a step', { when: 'step', step: '1,301' }, { step: 1301 }],
    ['the step that is there is not later', { when: 'step', step: '300' }, 'Step 300 is now; it has to be later.'],
    ['half a step is none', { when: 'step', step: '400.5' }, 'A step is a whole number.'],
    ['no step', { when: 'step', step: '' }, 'A step is a whole number.'],
    ['seconds', { when: 'time', time: '2.5' }, { time: 2_500_000 }],
    ['seconds with their unit', { when: 'time', time: ' 2 s' }, { time: 2_000_000 }],
    ['seconds to the microsecond', { when: 'time', time: '1.234568' }, { time: 1_234_568 }],
    ['now is not later', { when: 'time', time: '1.234567' }, 'It is 1.234567 s already; it has to be later.'],
    ['a word is no time', { when: 'time', time: 'soon' }, 'A time is a number of seconds, such as 2.5.'],
    ['a point is no time', { when: 'time', time: '.' }, 'A time is a number of seconds, such as 2.5.'],
    ['at rest', { when: 'rest' }, {}],
  ];
  test.each(places)('%s', (_what, change, when) => {
    expect(whenOf(change)).toEqual(when);
  });

  test('in the past a step counts from the one that is shown, and one that has been begins another future', () => {
    const past: Moment = { ...NOW, cursor: 100 };
    expect(whenOf({ when: 'step', step: '100' }, past)).toBe('Step 100 is now; it has to be later.');
    expect(whenOf({ when: 'step', step: '150' }, past)).toEqual({ step: 150 });
    expect(futureOf({ step: 150 }, past)).toBe(150);
    expect(futureOf({ step: 300 }, past)).toBeUndefined();
    expect(futureOf({ time: 5 }, past)).toBeUndefined();
  });

  test('a client can do nothing at a step at which it has not connected', () => {
    const before: Moment = { ...NOW, cursor: 20, since: 110 };
    expect(whenOf({ when: 'step', step: '110' }, before)).toBe('The client connects after step 110.');
    expect(whenOf({ when: 'step', step: '111' }, before)).toEqual({ step: 111 });
    expect(placeText(draft({ when: 'step' }), before)).toBe('210');
  });

  test('every fault is told at once, each at its field', () => {
    expect(readDraft(draft({ text: '', when: 'step', step: 'x' }), NOW)).toEqual({
      text: 'There is nothing to send.',
      place: 'A step is a whole number.',
    });
  });
});

test('a plan is a sentence', () => {
  const bytes = encodeText('GET / HTTP/1.1\r\n\r\n');
  expect(planText('client 1', { action: { act: 'send', bytes }, when: { time: 2_000_000 } })).toBe(
    'client 1 sends 18 bytes at 2.000000 s',
  );
  expect(planText('client 2', { action: { act: 'shutdownWrite' }, when: { step: 1200 } })).toBe(
    'client 2 half-closes at step 1,200',
  );
  expect(planText('client 2', { action: { act: 'close' }, when: { step: 7, time: 1 } })).toBe(
    'client 2 closes at step 7, not before 0.000001 s',
  );
  expect(planText('client 3', { action: { act: 'send', bytes: Uint8Array.of(1) }, when: {} })).toBe(
    'client 3 sends 1 byte as soon as the machine rests',
  );
});

test('a client that has half-closed is told from one that can send', () => {
  expect(stateText({ state: 'open', hasShutdown: false, isDatagram: false }).short).toBe('connected');
  expect(stateText({ state: 'open', hasShutdown: true, isDatagram: false }).short).toBe('half-closed');
  expect(stateText({ state: 'eof', hasShutdown: true, isDatagram: false }).short).toBe('closed by the server');
});
