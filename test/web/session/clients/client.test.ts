/** A client of the page: what it sends, what it holds back, and what its transcript says. */
import { describe, expect, test } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../../../../src/index.ts';
import type { ClientAction } from '../../../../src/host/protocol.ts';
import { Scope } from '../../../../web/kit/scope.ts';
import { remarkText } from '../../../../web/parts/terminal/remark-text.ts';
import { Client } from '../../../../web/session/clients/client.ts';
import { noticed } from '../../../../web/session/notices.ts';
import { ENGLISH } from '../../../../web/texts/texts.ts';

const NOTHING = new Uint8Array();

/** A client of a session that is always ready, unless `when` says otherwise; `acted` is what it did, in order. */
function made(): { client: Client; acted: string[]; session: { when: 'now' | 'soon' | 'later' } } {
  const acted: string[] = [];
  let connections = 0;
  const session = {
    when: 'now' as 'now' | 'soon' | 'later',
    state: { length: 7 },
    enter: () => session.when,
    mayConnect: () => true,
    link: {},
    connect: () => {
      acted.push('connect');
      return connections++;
    },
    act: (_connection: number, action: ClientAction) =>
      void acted.push(action.act === 'send' ? decodeLatin1(action.bytes) : action.act),
  };
  return { client: new Client(1, session, () => undefined), acted, session };
}

/** The transcript as text. */
const shown = ({ view }: Client): string[] =>
  view.map(({ piece }) => {
    if (piece.kind === 'hint') return 'hint';
    return piece.kind === 'remark' ? `-${remarkText(ENGLISH, piece.remark)}-` : decodeLatin1(piece.bytes);
  });

describe('sending', () => {
  test('a line goes out as bytes with its end, on a connection that is opened for it', () => {
    const { client, acted } = made();
    client.sendLine('GET /');
    client.sendsCrLf = false;
    client.sendLine('');
    expect(acted).toEqual(['connect', 'GET /\r\n', '\n']);
    expect(client.since).toBe(7);
  });

  test('byte mode reads escapes, and no other mode does', () => {
    const { client, acted } = made();
    client.sendText('\\x00\\r');
    client.readsEscapes = true;
    client.sendText('\\x00\\xff\\r');
    expect(acted).toEqual(['connect', '\\x00\\r', '\x00\xff\r']);
  });

  test('an empty line, Enter or an arrow does not reconnect a client whose connection has ended', () => {
    const { client, acted } = made();
    client.sendLine('GET /');
    client.take({ client: 0, state: 'eof', bytes: NOTHING });
    acted.length = 0;
    client.sendLine('');
    client.sendRawKeys('\r');
    client.sendRawKeys('\x1b[A');
    client.sendRawText('');
    expect(acted).toEqual([]);
    client.sendRawKeys('P');
    expect(acted).toEqual(['connect', 'P']);
  });

  test('after a half-close the next bytes go out on another connection', () => {
    const { client, acted } = made();
    client.sendRawKeys('G');
    client.sendRawKeys('\x04');
    client.sendRawKeys('H');
    expect(acted).toEqual(['connect', 'G', 'shutdownWrite', 'close', 'connect', 'H']);
  });
});

describe('while no machine is ready', () => {
  test('what is sent is held, in order, and goes out once one is', () => {
    const { client, acted, session } = made();
    session.when = 'later';
    client.sendLine('one');
    client.sendLine('two');
    client.reset();
    expect(acted).toEqual([]);
    expect(shown(client)).toEqual(['hint', '-kept until the machine runs-']);
    session.when = 'now';
    client.release();
    expect(acted).toEqual(['connect', 'one\r\n', 'two\r\n', 'reset']);
  });

  test('what was held for a branch that cannot be made is dropped, which the transcript says', () => {
    const { client, acted, session } = made();
    session.when = 'soon';
    client.sendLine('one');
    client.drop();
    session.when = 'now';
    client.release();
    expect(acted).toEqual([]);
    expect(shown(client)).toEqual(['hint', '-not sent-']);
  });
});

describe('a server that takes datagrams', () => {
  test('cannot be sent an end, and the socket is closed where a connection would be reset', () => {
    const { client, acted } = made();
    client.isDatagram = true;
    client.sendLine('hello');
    client.shutdownWrite();
    client.reset();
    expect(acted).toEqual(['connect', 'hello\r\n', 'close']);
    expect(shown(client)).toContain('-datagrams have no end to send-');
    expect(client.shown).toEqual({ state: 'closed', hasShutdown: false, isDatagram: true });
  });

  test('has the transcript redrawn, for its hint is another one', () => {
    const { client } = made();
    let drawn = 0;
    client.events.on('view', () => (drawn += 1), new Scope());
    client.isDatagram = true;
    client.isDatagram = true;
    expect(drawn).toBe(1);
  });
});

describe('what the machine reports', () => {
  test('a close by the server is answered with a close, as nc does', () => {
    const { client, acted } = made();
    client.sendLine('GET /');
    client.take({ client: 0, state: 'eof', bytes: encodeLatin1('hi') });
    expect(acted).toEqual(['connect', 'GET /\r\n', 'close']);
    expect(shown(client)).toEqual(['hint', 'GET /\r\n', 'hi', '-closed by the server-']);
  });

  test('of too many bytes at once the first and the last are shown, and the number of the others', () => {
    const { client } = made();
    client.connect();
    const many = (head: string): string => head.padEnd(65_536 + 1_000, '.');
    client.send(encodeLatin1(many('POST')));
    client.take({ client: 0, state: 'open', bytes: encodeLatin1(many('HTTP')) });
    const hidden = '-1,000 bytes are not shown: too many came at once-';
    const seen = shown(client).slice(1);
    expect(seen.map((text) => text.slice(0, 60))).toEqual([
      ...['POST'.padEnd(60, '.'), hidden, '.'.repeat(60)],
      ...['HTTP'.padEnd(60, '.'), hidden, '.'.repeat(60)],
    ]);
    expect(seen.map(({ length }) => length)).toEqual([1, 2].flatMap(() => [4_096, hidden.length, 61_440]));
  });

  test('a plan for a connection that has ended had no effect', () => {
    const { client } = made();
    client.connect();
    client.did({ client: 0, did: 'send', bytes: encodeLatin1('x') });
    client.reset();
    client.did({ client: 0, did: 'send', bytes: encodeLatin1('xy') });
    expect(shown(client).slice(1)).toEqual([
      '-1 byte, as planned-',
      'x',
      '-reset-',
      '-2 bytes, as planned, had no effect: the connection has ended-',
    ]);
  });

  test('another past takes the place of the transcript; a machine that is replaced leaves it', () => {
    const { client } = made();
    client.sendLine('old');
    client.forget(noticed('machineReplaced', {}));
    expect(shown(client)).toEqual(['hint', 'old\r\n', '-the machine was restarted-']);
    expect(client.connections).toEqual([]);
    const entry = (did: 'connect' | 'send' | 'receive' | 'eof' | 'close', text = '') =>
      ({ client: 0, did, bytes: encodeLatin1(text) }) as const;
    client.replay(
      [entry('connect'), entry('send', 'new'), entry('receive', 'ok'), entry('eof'), entry('close')],
      noticed('branchMade', { step: 1_200 }),
    );
    expect(shown(client)).toEqual(['new', 'ok', '-closed by the server-', '-another branch from step 1,200-']);
    expect(client.shown.state).toBe('eof');
  });

  test('a past shows how each connection ended, which side ended it, and the number of a connection that is not the first', () => {
    const { client } = made();
    type Did = 'connect' | 'send' | 'receive' | 'eof' | 'shutdownWrite' | 'close' | 'reset';
    const played = (...deeds: readonly (readonly [number, Did])[]): string[] => {
      client.replay(
        deeds.map(([connection, did]) => ({ client: connection, did, bytes: NOTHING })),
        undefined,
      );
      return [...shown(client), client.shown.state, String(client.shown.hasShutdown)];
    };
    expect(played([0, 'connect'], [0, 'shutdownWrite'])).toEqual([
      '-half-closed: no more will be sent-',
      'connecting',
      'true',
    ]);
    expect(played([0, 'connect'], [0, 'reset'])).toEqual(['-reset-', 'closed', 'false']);
    expect(played([0, 'connect'], [0, 'close'])).toEqual(['-closed-', 'closed', 'false']);
    expect(played([0, 'connect'], [0, 'eof'], [0, 'close'])).toEqual(['-closed by the server-', 'eof', 'false']);
    expect(played([0, 'connect'], [0, 'eof'], [0, 'reset'])).toEqual(['-reset-', 'closed', 'false']);
    // The end of one connection is not that of another.
    expect(played([0, 'connect'], [0, 'eof'], [1, 'connect'], [1, 'close'])).toEqual([
      '-connection 2-',
      '-closed-',
      ...['closed', 'false'],
    ]);
    expect(played([3, 'connect'])).toEqual(['-connection 4-', 'connecting', 'false']);
    client.past(Int32Array.of(0, 0, 0, 0, 0, 0, 1, 0));
    expect([client.shown.state, client.shownConnection]).toEqual(['open', 3]);
  });

  test('a client begins with lines, sends no escapes, and has neither a connection nor an end', () => {
    const { client } = made();
    const { sendsCrLf, readsEscapes, sendsKeys, isDatagram, isWritable, isConnected, connection, since } = client;
    expect({ sendsCrLf, readsEscapes, sendsKeys, isDatagram, isWritable, isConnected, connection, since }).toEqual({
      ...{ sendsCrLf: true, readsEscapes: false, sendsKeys: false, isDatagram: false },
      ...{ isWritable: false, isConnected: false, connection: undefined, since: 0 },
    });
    expect(client.shown).toEqual({ state: 'none', hasShutdown: false, isDatagram: false });
    let modes = 0;
    client.events.on('mode', () => (modes += 1), new Scope());
    client.sendsKeys = true;
    expect([client.sendsKeys, modes]).toEqual([true, 1]);
  });

  test('the same moment is not drawn again', () => {
    const { client } = made();
    let drawn = 0;
    client.sendLine('GET /');
    client.events.on('view', () => (drawn += 1), new Scope());
    client.past(Int32Array.of(2, 0));
    client.past(Int32Array.of(2, 0));
    expect(drawn).toBe(1);
    client.past(Int32Array.of(0, 0));
    expect(drawn).toBe(2);
  });

  test('in the past what follows is shown as such, or not at all', () => {
    const { client } = made();
    const views: number[] = [];
    client.events.on('view', () => views.push(client.view.length), new Scope());
    client.hides = 'future';
    client.sendLine('GET /');
    client.take({ client: 0, state: 'open', bytes: encodeLatin1('answer') });
    client.past(Int32Array.of(2, 3));
    expect(shown(client)).toEqual(['hint', 'GET /\r\n', 'ans']);
    client.past(Int32Array.of(0, 0));
    expect(shown(client)).toEqual(['hint']);
    client.hides = 'nothing';
    expect(shown(client)).toEqual(['hint', 'GET /\r\n', 'answer']);
    client.hides = 'future';
    client.past(undefined);
    expect(shown(client)).toEqual(['hint', 'GET /\r\n', 'answer']);
    // Each of them was drawn.
    expect(views).toEqual([3, 1, 3, 1, 3]);
  });

  test('while only answers are hidden, what will be sent before the next one is faint, in place of the hint', () => {
    const { client } = made();
    client.hides = 'answers';
    client.sendLine('GET /');
    client.sendLine('');
    client.take({ client: 0, state: 'open', bytes: encodeLatin1('answer') });
    client.sendLine('GET /second');
    client.past(Int32Array.of(0, 0));
    expect(shown(client)).toEqual(['GET /\r\n', '\r\n']);
    expect(client.view.map(({ isFuture }) => isFuture)).toEqual([true, true]);
    client.past(Int32Array.of(2, 0));
    expect(client.view.map(({ isFuture }) => isFuture)).toEqual([false, true]);
    client.past(Int32Array.of(3, 6));
    expect(shown(client)).toEqual(['GET /\r\n', '\r\n', 'answer', 'GET /second\r\n']);
  });

  test('in the past the state is that of the moment', () => {
    const { client } = made();
    client.sendLine('GET /');
    client.shutdownWrite();
    client.past(Int32Array.of(2, 0));
    expect(client.shown).toEqual({ state: 'open', hasShutdown: false, isDatagram: false });
    client.past(Int32Array.of(0, 0));
    expect([client.shown.state, client.shownConnection]).toEqual(['none', undefined]);
    client.past(undefined);
    expect(client.shown.hasShutdown).toBe(true);
  });
});
