/** Plans for a client: how they are written down, read, and put into words; and the states of a client in words. */
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
import { placeFaultText } from '../../../../web/parts/clients/fault-text.ts';
import { READY_DATAGRAMS, READY_REQUESTS } from '../../../../web/parts/clients/ready-sends.ts';
import { stateText } from '../../../../web/parts/clients/state-text.ts';
import { ENGLISH } from '../../../../web/texts/texts.ts';
import { encodeText } from '../../../../web/kit/escapes.ts';

const NOW: Moment = { cursor: undefined, length: 300, end: 1_234_567, since: 0 };
const draft = (change: Partial<LaterDraft>): LaterDraft => ({ ...FIRST_DRAFT, ...change });
const whenOf = (change: Partial<LaterDraft>, moment = NOW): unknown => {
  const read = readDraft(draft(change), moment);
  if ('action' in read) return read.when;
  return read.place === undefined ? undefined : placeFaultText(ENGLISH, read.place);
};

describe('the bytes to send', () => {
  test('has CR LF where the text has line ends, whichever they are', () => {
    expect(bytesOfDraft('a\nb\r\nc\r')).toEqual(encodeText('a\r\nb\r\nc\r\n'));
  });

  test('has one byte for each escape', () => {
    expect(bytesOfDraft('\\x00\\xff\\r\\n\\\\n')).toEqual(Uint8Array.of(0, 255, 13, 10, 92, 110));
  });

  test('must not be empty where bytes are sent', () => {
    expect(readDraft(draft({ text: '' }), NOW)).toEqual({ text: 'empty' });
    expect(ENGLISH.say('clients.fault.empty')).toBe('There is nothing to send.');
    const read = readDraft(draft({ act: 'reset', text: '', when: 'rest' }), NOW);
    expect(read).toEqual({ action: { act: 'reset' }, when: {} });
  });
});

describe('the place of a plan', () => {
  test('a place that was not typed follows the present', () => {
    expect(placeText(draft({ when: 'step' }), NOW)).toBe('400');
    expect(placeText(draft({ when: 'step' }), { ...NOW, cursor: 20 })).toBe('120');
    expect(placeText(draft({ when: 'time' }), NOW)).toBe('2.235');
    expect(placeText(draft({ when: 'time', time: '7' }), NOW)).toBe('7');
  });

  const places: readonly (readonly [what: string, change: Partial<LaterDraft>, when: unknown])[] = [
    ['a step', { when: 'step', step: '1,301' }, { step: 1301 }],
    ['the present step is not later', { when: 'step', step: '300' }, 'Step 300 is now; it has to be later.'],
    ['half a step is not a step', { when: 'step', step: '400.5' }, 'A step is a whole number.'],
    ['an empty step', { when: 'step', step: '' }, 'A step is a whole number.'],
    ['seconds', { when: 'time', time: '2.5' }, { timeMicros: 2_500_000 }],
    ['seconds with their unit', { when: 'time', time: ' 2 s' }, { timeMicros: 2_000_000 }],
    ['seconds to the microsecond', { when: 'time', time: '1.234568' }, { timeMicros: 1_234_568 }],
    ['now is not later', { when: 'time', time: '1.234567' }, 'It is 1.234567 s already; it has to be later.'],
    ['a word is not a time', { when: 'time', time: 'soon' }, 'A time is a number of seconds, such as 2.5.'],
    ['a point is not a time', { when: 'time', time: '.' }, 'A time is a number of seconds, such as 2.5.'],
    ['at rest', { when: 'rest' }, {}],
  ];
  test.each(places)('%s', (_what, change, when) => {
    expect(whenOf(change)).toEqual(when);
  });

  test('in the past a step counts from the one that is shown, and one of the log begins another branch', () => {
    const past: Moment = { ...NOW, cursor: 100 };
    expect(whenOf({ when: 'step', step: '100' }, past)).toBe('Step 100 is now; it has to be later.');
    expect(whenOf({ when: 'step', step: '150' }, past)).toEqual({ step: 150 });
    expect(futureOf({ step: 150 }, past)).toBe(150);
    expect(futureOf({ step: 300 }, past)).toBeUndefined();
    expect(futureOf({ timeMicros: 5 }, past)).toBeUndefined();
  });

  test('a plan cannot come before its client has connected', () => {
    const before: Moment = { ...NOW, cursor: 20, since: 110 };
    expect(whenOf({ when: 'step', step: '110' }, before)).toBe('The client connects after step 110.');
    expect(whenOf({ when: 'step', step: '111' }, before)).toEqual({ step: 111 });
    expect(placeText(draft({ when: 'step' }), before)).toBe('210');
  });

  test('every fault is reported at once, each at its field', () => {
    expect(readDraft(draft({ text: '', when: 'step', step: 'x' }), NOW)).toEqual({
      text: 'empty',
      place: { code: 'stepNotWhole' },
    });
  });
});

test('a plan is a sentence', () => {
  const bytes = encodeText('GET / HTTP/1.1\r\n\r\n');
  expect(planText(ENGLISH, 'client 1', { action: { act: 'send', bytes }, when: { timeMicros: 2_000_000 } })).toBe(
    'client 1 sends 18 bytes at 2.000000 s',
  );
  expect(planText(ENGLISH, 'client 2', { action: { act: 'shutdownWrite' }, when: { step: 1200 } })).toBe(
    'client 2 half-closes at step 1,200',
  );
  expect(planText(ENGLISH, 'client 2', { action: { act: 'close' }, when: { step: 7, timeMicros: 1 } })).toBe(
    'client 2 closes at step 7, not before 0.000001 s',
  );
  expect(planText(ENGLISH, 'client 3', { action: { act: 'send', bytes: Uint8Array.of(1) }, when: {} })).toBe(
    'client 3 sends 1 byte as soon as the machine rests',
  );
});

test('a half-closed client has another state than one that can send', () => {
  expect(stateText(ENGLISH, { state: 'open', hasShutdown: false, isDatagram: false }).short).toBe('connected');
  expect(stateText(ENGLISH, { state: 'open', hasShutdown: true, isDatagram: false }).short).toBe('half-closed');
  expect(stateText(ENGLISH, { state: 'eof', hasShutdown: true, isDatagram: false }).short).toBe('closed by the server');
});

test('ready requests are bytes: CR LF at line ends, and the header of a TLS record', () => {
  const wire = (name: string): Uint8Array | undefined => READY_REQUESTS.find((send) => send.name === name)?.bytes();
  expect(wire('GET')).toEqual(encodeText('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
  expect(wire('TLS hello')?.subarray(0, 13)).toEqual(Uint8Array.of(22, 3, 1, 0, 47, 1, 0, 0, 43, 3, 3, 0x9c, 1));
});

test('each ready datagram has bytes, and fits into one packet', () => {
  for (const { hint, bytes } of READY_DATAGRAMS) {
    expect(bytes().length, hint).toBeGreaterThan(0);
    expect(bytes().length, hint).toBeLessThan(1_400);
  }
});
