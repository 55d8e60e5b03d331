/** One raw client: a screen, and the connection that what is typed on it goes to. */
import type { ClientAction, ClientReport, HistoryEntry } from '../../../src/host/protocol.ts';
import { bytesText } from '../../kit/bytes-text.ts';
import type { Face } from '../../kit/face.ts';
import type { ClientPort } from './client-port.ts';
import type { TabState } from './endings.ts';
import { DONE, ENDINGS } from './endings.ts';
import { encodeEscapes, encodeText, joinBytes } from '../../kit/escapes.ts';
import { isText, rawEvent } from './raw-keys.ts';
import type { ScreenEvent } from './screen.ts';
import { Screen } from './screen.ts';
import type { Action, Drawn, Piece } from './transcript.ts';
import { Transcript } from './transcript.ts';

/** More than that at once is not drawn, or the page would stand still: the end is. */
const SHOWN_BYTES = 65_536;

/** How a connection is after what it did last; open after everything else. */
const ENDED_BY: Readonly<Partial<Record<Action | 'none', TabState>>> = {
  none: 'none',
  close: 'closed',
  reset: 'closed',
  eof: 'eof',
};

/** The one line a first visit gets; short enough for a phone. */
const HINT = 'Type  GET / HTTP/1.1  and press Enter twice.';

export class ClientTab {
  readonly number: number;
  readonly screen: Screen;
  /** Whether Enter sends CR LF, or LF alone. */
  sendsCrLf = true;
  /** Whether it sends datagrams, which have no end and no connection to be reset. */
  isDatagram = false;
  /** Whether `\xNN` stands for a byte. */
  readsEscapes = false;
  private _sendsKeys = false;
  private _state: TabState = 'none';
  private _connection: number | undefined;
  private _hasShutdown = false;
  /** The connection that the server has closed, among those lived again. */
  private _ended: number | undefined;
  /** What is to be done once a machine is there. */
  private _held: (() => void)[] = [];
  /** Every connection it has had on this machine. */
  private readonly _connections = new Set<number>();
  private readonly _transcript = new Transcript();
  /** What had happened at the moment that is shown, two numbers for each connection; undefined at the live end. */
  private _seen: Int32Array | undefined;
  /** Which pieces were drawn as past and as future. */
  private _look = '';
  private readonly _port: ClientPort;

  /** @param number what it is called by, from 1. */
  constructor(face: Face, number: number, port: ClientPort) {
    this.number = number;
    this._port = port;
    this.screen = new Screen(
      face,
      `Terminal of client ${number}`,
      (event) => this._obey(event),
      () => this._held.length > 0 || this.isWritable,
    );
    if (number === 1) this._show(this._transcript.note(HINT));
  }

  /** How it was at the moment that is shown. */
  get shown(): { readonly state: TabState; readonly hasShutdown: boolean; readonly isDatagram: boolean } {
    const { _seen: seen, isDatagram } = this;
    if (seen === undefined) return { state: this._state, hasShutdown: this._hasShutdown, isDatagram };
    const connection = this.shownConnection;
    const last = connection === undefined ? [] : this._transcript.actionsAt(connection, seen);
    return {
      state: ENDED_BY[last.at(-1) ?? 'none'] ?? 'open',
      hasShutdown: last.includes('shutdownWrite'),
      isDatagram,
    };
  }

  get state(): TabState {
    return this._state;
  }

  get connection(): number | undefined {
    return this._connection;
  }

  /** The newest of its connections that there was at the moment that is shown. */
  get shownConnection(): number | undefined {
    const seen = this._seen;
    if (seen === undefined) return this._connection;
    return [...this._connections].findLast((connection) => (seen[2 * connection] ?? 0) > 0);
  }

  /** True once this side has said that it sends no more. */
  get hasShutdown(): boolean {
    return this._hasShutdown;
  }

  /** Character mode: each key is sent at once, and no line is edited. */
  get sendsKeys(): boolean {
    return this._sendsKeys;
  }

  set sendsKeys(sendsKeys: boolean) {
    this._sendsKeys = sendsKeys;
    this.screen.isRaw = sendsKeys;
  }

  /** Whether bytes can be sent on the connection. */
  get isWritable(): boolean {
    return (this._state === 'connecting' || this._state === 'open') && !this._hasShutdown;
  }

  /** Whether there is a connection that can be reset. */
  get isConnected(): boolean {
    return !this._isOver;
  }

  private get _isOver(): boolean {
    return this._state !== 'connecting' && this._state !== 'open';
  }

  /** Sends bytes as they are, on a new connection if there is none. */
  send(bytes: Uint8Array): void {
    if (bytes.length === 0 || this._mustWait(() => this.send(bytes))) return;
    const before = this._connection;
    if (!this.isWritable) {
      this.connect();
      if (this._connection === before) return;
    }
    this._act({ act: 'send', bytes });
  }

  /** Leaves the connection, if there is one, and opens another. */
  connect(): void {
    if (this._mustWait(() => this.connect())) return;
    if (!this._port.mayConnect()) return;
    if (!this._isOver) this._act({ act: 'close' });
    this._connect(this._port.connect());
    this._port.changed(this);
  }

  shutdownWrite(): void {
    if (this._mustWait(() => this.shutdownWrite())) return;
    if (!this.isWritable) return;
    if (this.isDatagram) return this._rule('datagrams have no end to be sent');
    this._hasShutdown = true;
    this._rule('half-closed: no more will be sent', this._connection);
    this._act({ act: 'shutdownWrite' });
    this._port.changed(this);
  }

  reset(): void {
    if (this._mustWait(() => this.reset())) return;
    if (this._isOver) return;
    // There is nothing to reset, but the socket can be closed.
    const act = this.isDatagram ? 'close' : 'reset';
    this._rule(DONE[act] ?? act, this._connection);
    this._act({ act });
    this._state = 'closed';
    this._port.changed(this);
  }

  /** Ends the connection in the ordinary way. */
  close(): void {
    if (this._connection !== undefined) this._act({ act: 'close' });
  }

  /** Takes what the machine says of the connection. */
  hear({ client, bytes, state }: ClientReport): void {
    if (bytes.length > SHOWN_BYTES) {
      const hidden = (bytes.length - SHOWN_BYTES).toLocaleString('en');
      this._rule(`${hidden} bytes are not shown: too many came at once`);
    }
    if (bytes.length > 0) this._show(this._transcript.received(client, bytes, Math.min(bytes.length, SHOWN_BYTES)));
    if (state !== this._state && !this._isOver) {
      this._state = state;
      const ending = ENDINGS[state];
      if (ending !== undefined) this._rule(ending, state === 'eof' ? client : undefined);
      // As nc does: when the other side has closed, this one closes too.
      if (state === 'eof') this._act({ act: 'close' }, 'eof');
    }
    this._port.changed(this);
  }

  /** The machine is another one: the connection is gone. */
  forget(reason: string): void {
    this.past(undefined);
    this._transcript.seal();
    if (this._connection !== undefined) this._rule(reason);
    this._connections.clear();
    this._start();
    this._port.changed(this);
  }

  /** Every connection it has had on this machine. */
  get connections(): readonly number[] {
    return [...this._connections];
  }

  /** Whether it has had a connection. */
  owns(connection: number): boolean {
    return this._connections.has(connection);
  }

  /** Shows another future: what its clients have done and received there takes the place of what was seen. */
  relive(entries: readonly HistoryEntry[], reason: string): void {
    this.screen.clear();
    this._seen = undefined;
    this._transcript.clear();
    this._connections.clear();
    this._ended = undefined;
    this._start();
    for (const entry of entries) this._relive(entry);
    this._rule(reason);
    this._port.changed(this);
  }

  private _relive({ client, did, bytes }: HistoryEntry): void {
    switch (did) {
      case 'connect':
        return this._connect(client);
      case 'send':
        return this._show(this._transcript.sent(client, bytes));
      case 'receive':
        return this._show(this._transcript.received(client, bytes));
      case 'shutdownWrite':
        this._hasShutdown = true;
        this._rule(DONE[did] ?? did, client);
        return this._transcript.act(client, did);
      case 'eof':
        this._ended = client;
        return;
      case 'close':
      case 'reset': {
        const isAnswer = did === 'close' && this._ended === client;
        this._state = isAnswer ? 'eof' : 'closed';
        this._rule((isAnswer ? ENDINGS.eof : DONE[did]) ?? did, client);
        this._transcript.act(client, isAnswer ? 'eof' : did);
      }
    }
  }

  /** Which connection it is now is said wherever it is not the one that everybody takes it for. */
  private _connect(connection: number): void {
    if (this._connection !== undefined || connection + 1 !== this.number)
      this._rule(`connection ${connection + 1}`, connection);
    this._transcript.act(connection, 'connect');
    this._hasShutdown = false;
    this._state = 'connecting';
    this._connection = connection;
    this._connections.add(connection);
  }

  private _start(): void {
    this._connection = undefined;
    this._state = 'none';
    this._hasShutdown = false;
  }

  /** A machine is there: what was entered while none was goes out now. */
  release(): void {
    for (const action of this._held.splice(0)) action();
  }

  /** What was entered for another future, which does not come, goes nowhere. */
  drop(): void {
    if (this._held.splice(0).length > 0) this._rule('not sent');
  }

  /** Takes what was written in a plain input: a line; in character mode the text as it is, or without any the end of a line. */
  enterText(text: string): void {
    if (!this._sendsKeys) return this.screen.type(`${text}\r`);
    if (this._mustWait(() => this.enterText(text))) return;
    if (text !== '') this.send(this._encode(text));
    else if (this.isWritable) this.send(encodeText(this._end));
  }

  /** Shows what was planned and has been done. */
  did({ client, did, bytes }: HistoryEntry): void {
    if (did === 'connect') return this._connect(client);
    const what = did === 'send' ? bytesText(bytes.length) : (DONE[did] ?? did);
    const isInVain = client !== this._connection || this._isOver;
    if (isInVain) return this._rule(`${what.replace(/:.*/, '')}, as planned, in vain: the connection has ended`);
    if (did === 'send') {
      this._rule(`${what}, as planned`, client);
      return this._show(this._transcript.sent(client, bytes));
    }
    if (did === 'shutdownWrite') this._hasShutdown = true;
    if (did === 'close' || did === 'reset') this._state = 'closed';
    this._rule(`${what}, as planned`, client);
    if (did !== 'receive') this._transcript.act(client, did);
    this._port.changed(this);
  }

  private _obey(event: ScreenEvent): void {
    if (event.type === 'clear') {
      this._transcript.forget();
      return this.screen.clear();
    }
    if (event.type === 'left') return this._leave(event.text);
    if (this._mustWait(() => this._obey(event))) return;
    if (event.type === 'reset') return this.reset();
    if (event.type === 'line') return this._sendLine(event.text);
    if (event.type === 'keys') return this._sendKeys(event.data);
    if (event.type !== 'eof' && event.type !== 'flush') return;
    if (event.text !== '') this.send(this._encode(event.text));
    if (event.type === 'eof') this.shutdownWrite();
  }

  /** Keeps an action until it can be done, if it cannot be done now. */
  private _mustWait(action: () => void): boolean {
    const when = this._port.enter();
    if (when === 'now') return false;
    if (when === 'later' && this._held.length === 0) this._rule('kept until the machine runs');
    this._held.push(action);
    return true;
  }

  private _sendLine(text: string): void {
    // One Enter too many after an answer is no wish for a new connection.
    if (text === '' && !this.isWritable) return;
    this.send(joinBytes([this._encode(text), encodeText(this._end)]));
  }

  /** As nc does: what is left of a paste when the connection ends goes nowhere. */
  private _leave(text: string): void {
    const what = bytesText(encodeText(text.replace(/[\r\n]/g, this._end)).length);
    this._rule(`${what} not sent: the connection has ended`);
  }

  private _sendKeys(data: string): void {
    const event = rawEvent(data, this._end);
    if (event.type === 'bytes') {
      if (this.isWritable || isText(data)) this.send(event.bytes);
    } else if (event.type === 'eof') this.shutdownWrite();
    else this.reset();
  }

  private get _end(): string {
    return this.sendsCrLf ? '\r\n' : '\n';
  }

  private _encode(text: string): Uint8Array {
    return this.readsEscapes ? encodeEscapes(text) : encodeText(text);
  }

  private _act(action: ClientAction, as: Action = action.act): void {
    const connection = this._connection;
    if (connection === undefined) return;
    if (action.act === 'send') this._show(this._transcript.sent(connection, action.bytes));
    else this._transcript.act(connection, as);
    this._port.act(connection, action);
  }

  /** Shows a moment in the past: what had not happened is faint. @param seen undefined for the live end. */
  past(seen: Int32Array | undefined): void {
    if (seen === undefined && this._seen === undefined) return;
    this._seen = seen;
    const drawn = seen === undefined ? this._transcript.now() : this._transcript.at(seen);
    const look = drawn.map(lookOf).join('');
    if (look === this._look) return;
    this._look = look;
    this.screen.clear();
    let isPast = true;
    for (const { piece, isFuture } of drawn) {
      if (isPast && isFuture) this.screen.here();
      isPast = !isFuture;
      this._draw(piece, isFuture);
    }
    if (drawn.at(-1)?.isFuture === true) this.screen.showHere();
    else this.screen.flush();
  }

  private _rule(text: string, connection?: number): void {
    this._show(this._transcript.rule(text, connection));
  }

  /** Something new: in the past it has not happened yet. */
  private _show(piece: Piece): void {
    this._draw(piece, this._seen !== undefined);
  }

  private _draw(piece: Piece, isFuture: boolean): void {
    if (piece.kind === 'note') this.screen.note(piece.text);
    else if (piece.kind === 'rule') this.screen.rule(piece.text, isFuture);
    else this.screen[piece.kind](piece.bytes, isFuture);
  }
}

/** What tells one drawing of the past from another. */
const lookOf = ({ piece, isFuture }: Drawn): string =>
  `${isFuture ? '-' : '+'}${'bytes' in piece ? piece.bytes.length : ''}`;
