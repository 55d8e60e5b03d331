/** Transcripts of clients: which of their pieces had happened at a moment. */
import { describe, expect, test } from 'vitest';
import { Machine, decodeLatin1, encodeLatin1, preset } from '../../../../src/index.ts';
import { ClientTimeline } from '../../../../src/host/client-timeline.ts';
import { remarkText } from '../../../../web/parts/terminal/remark-text.ts';
import { ENGLISH } from '../../../../web/texts/texts.ts';
import type { Piece } from '../../../../web/session/clients/transcript.ts';
import { Transcript } from '../../../../web/session/clients/transcript.ts';

function textOf(piece: Piece): string {
  if (piece.kind === 'hint') return '-hint-';
  return piece.kind === 'remark' ? `-${remarkText(ENGLISH, piece.remark)}-` : decodeLatin1(piece.bytes);
}

/** What is drawn of a moment: what has not happened in brackets. */
function drawn(transcript: Transcript, ...seen: number[]): string {
  return transcript
    .at(Int32Array.from(seen))
    .map(({ piece, isFuture }) => {
      const text = textOf(piece);
      return isFuture ? `[${text}]` : text;
    })
    .join(' ');
}

/** A client that asked on its connection 0, was answered, and closed when the server had. */
function answered(): Transcript {
  const transcript = new Transcript();
  transcript.hint();
  transcript.act(0, 'connect');
  transcript.sent(0, encodeLatin1('GET'));
  transcript.received(0, encodeLatin1('200 OK'));
  transcript.remark({ about: 'ended', how: 'eof' }, 0);
  transcript.act(0, 'eof');
  return transcript;
}

describe('of a moment in the past', () => {
  test('nothing had happened before the client connected', () => {
    expect(drawn(answered(), 0, 0)).toBe('-hint- [GET] [200 OK] [-closed by the server-]');
  });

  test('an answer of which a part had come is in two parts', () => {
    expect(drawn(answered(), 2, 4)).toBe('-hint- GET 200  [OK] [-closed by the server-]');
  });

  test('what is said of a close belongs to the close', () => {
    expect(drawn(answered(), 2, 6)).toBe('-hint- GET 200 OK [-closed by the server-]');
    expect(drawn(answered(), 3, 6)).toBe('-hint- GET 200 OK -closed by the server-');
  });

  test('a connection that was opened later has done nothing', () => {
    const transcript = answered();
    transcript.remark({ about: 'connection', connection: 1 }, 1);
    transcript.act(1, 'connect');
    transcript.sent(1, encodeLatin1('HEAD'));
    expect(drawn(transcript, 3, 6)).toBe('-hint- GET 200 OK -closed by the server- [-connection 2-] [HEAD]');
    expect(drawn(transcript, 3, 6, 1, 0)).toBe('-hint- GET 200 OK -closed by the server- -connection 2- [HEAD]');
    expect(transcript.actionsAt(0, Int32Array.of(3, 6))).toEqual(['connect', 'send', 'eof']);
    expect(transcript.actionsAt(1, Int32Array.of(3, 6))).toEqual([]);
  });

  test('what another machine has left on the screen had happened', () => {
    const transcript = answered();
    transcript.seal();
    transcript.act(0, 'connect');
    transcript.sent(0, encodeLatin1('PUT'));
    expect(drawn(transcript, 0, 0)).toBe('-hint- GET 200 OK -closed by the server- [PUT]');
  });

  test('bytes that were too many to be drawn count all the same', () => {
    const transcript = new Transcript();
    transcript.received(0, encodeLatin1('0'.repeat(70_000)));
    transcript.received(0, encodeLatin1('ab'));
    expect(drawn(transcript, 0, 70_001)).toMatch(/ 0{61440} a \[b\]$/);
    expect(drawn(transcript, 0, 0)).toMatch(/^\[0{4096}\] \[-4,464 bytes are not shown: .*-\] \[0{61440}\]/);
  });

  test('only what is near is drawn, and that there is more is said', () => {
    const transcript = new Transcript();
    for (let number = 0; number < 100; number += 1) transcript.received(0, new Uint8Array(1_000));
    const around = transcript.at(Int32Array.of(0, 50_000));
    expect(around.length).toBeLessThan(40);
    expect([around.at(0), around.at(-1)].map((end) => end?.piece.kind)).toEqual(['remark', 'remark']);
    expect(around.filter(({ isFuture }) => isFuture).length).toBeGreaterThan(10);
    expect(transcript.now()).toHaveLength(100);
  });
});

test('the machine tells what each client had done and received by any step', () => {
  const machine = new Machine({ app: preset('hello')?.app as never, server: 'threaded' });
  const clients = [machine.connect(), machine.connect()] as const;
  const past = new ClientTimeline(machine);
  expect([...past.at(machine.trace.length)]).toEqual([1, 0, 1, 0]);
  for (const client of clients) client.send('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  machine.run();
  const total = clients[1].receivedLength;
  expect([...past.at(machine.trace.length)]).toEqual([2, clients[0].receivedLength, 2, total]);
  expect([...past.at(0)]).toEqual([0, 0, 0, 0]);
  // As a machine that stands there sees it.
  for (let step = 0; step <= machine.trace.length; step += 1) {
    const lanes = machine.seek(step).connections[1]?.lanes ?? [];
    const received = lanes.find(({ name }) => name === 'client in')?.bytes.length ?? 0;
    expect(past.at(step)[3]).toBe(received);
  }
});
