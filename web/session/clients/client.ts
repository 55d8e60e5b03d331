/** A raw client, like nc: its connections, what it sends, and the transcript of both directions. */
import type { ClientAction, ClientReport, HistoryEntry } from '../../../src/host/protocol.ts';
import { encodeEscapes, encodeText, joinBytes } from '../../kit/escapes.ts';
import { Events } from '../../kit/events.ts';
import type { SessionNotice } from '../notices.ts';
import type { Session } from '../session.ts';
import { isText, rawEvent } from './raw-keys.ts';
import { endingOf } from './remarks.ts';
import type { ConnectionState, Remark } from './remarks.ts';
import { Transcript, without } from './transcript.ts';
import type { Action, Drawn, Hiding, Piece } from './transcript.ts';

/** The state of a connection, by its last action; after any other action it is open. */
const STATE_AFTER: Readonly<Partial<Record<Action | 'none', ConnectionState>>> = {
  none: 'none',
  close: 'closed',
  reset: 'closed',
  eof: 'eof',
};

/** The state of a client at the moment that is shown. */
export interface ShownState {
  readonly state: ConnectionState;
  readonly hasShutdown: boolean;
  readonly isDatagram: boolean;
}

/** What a client needs of its session. */
export interface ClientSession extends Pick<Session, 'enter' | 'mayConnect' | 'connect' | 'act'> {
  readonly state: Pick<Session['state'], 'length'>;
  readonly link: Pick<Session['link'], 'isComing'>;
}

export interface ClientEvents {
  /** A piece was added to the transcript. */
  piece: Drawn;
  /** The transcript, or the moment that is shown, is another one: `client.view` has everything. */
  view: undefined;
  /** Character mode was turned on or off. */
  mode: undefined;
}

export class Client {
  /** Its name, from 1. */
  readonly number: number;
  readonly events = new Events<ClientEvents>();
  /** Whether Enter sends CR LF, or LF alone. */
  sendsCrLf = true;
  /** Whether `\xNN` stands for a byte. */
  readsEscapes = false;
  private _sendsKeys = false;
  private _isDatagram = false;
  private _state: ConnectionState = 'none';
  private _connection: number | undefined;
  private _since = 0;
  private _hasShutdown = false;
  /** During a replay: the connection that the server has closed. */
  private _ended: number | undefined;
  /** What was asked for while it could not be done. */
  private _held: (() => void)[] = [];
  private readonly _connections = new Set<number>();
  private readonly _transcript = new Transcript();
  /** What had happened at the moment that is shown, two numbers for each connection; undefined at the live end. */
  private _seen: Int32Array | undefined;
  private _hides: Hiding = 'nothing';
  /** Which pieces were last drawn as past and as future. */
  private _look: string | undefined;
  private readonly _session: ClientSession;
  private readonly _onChange: () => void;

  /** @param onChange called when the state of the client has changed. */
  constructor(number: number, session: ClientSession, onChange: () => void) {
    this.number = number;
    this._session = session;
    this._onChange = onChange;
    if (number === 1) this._show(this._transcript.hint());
  }

  /** The transcript as it is drawn now. */
  get view(): readonly Drawn[] {
    if (this._seen === undefined) return this._transcript.now();
    return without(this._hides, this._transcript.at(this._seen));
  }

  get shown(): ShownState {
    const { _seen: seen, isDatagram } = this;
    if (seen === undefined) return { state: this._state, hasShutdown: this._hasShutdown, isDatagram };
    const connection = this.shownConnection;
    const actions = connection === undefined ? [] : this._transcript.actionsAt(connection, seen);
    return {
      state: STATE_AFTER[actions.at(-1) ?? 'none'] ?? 'open',
      hasShutdown: actions.includes('shutdownWrite'),
      isDatagram,
    };
  }

  get connection(): number | undefined {
    return this._connection;
  }

  /** The newest of its connections that existed at the moment that is shown. */
  get shownConnection(): number | undefined {
    const seen = this._seen;
    if (seen === undefined) return this._connection;
    return this.connections.findLast((connection) => (seen[2 * connection] ?? 0) > 0);
  }

  /** How many steps the log had when its connection was opened; 0 if unknown. */
  get since(): number {
    return this._since;
  }

  /** Every connection it has had on this machine. */
  get connections(): readonly number[] {
    return [...this._connections];
  }

  owns(connection: number): boolean {
    return this._connections.has(connection);
  }

  /** Whether it sends datagrams, which have no end and no connection that could be reset. */
  get isDatagram(): boolean {
    return this._isDatagram;
  }

  set isDatagram(isDatagram: boolean) {
    if (isDatagram === this._isDatagram) return;
    this._isDatagram = isDatagram;
    // The hint is another one.
    this.events.emit('view', undefined);
  }

  /** Character mode: each key is sent at once, and no line is edited. */
  get sendsKeys(): boolean {
    return this._sendsKeys;
  }

  set sendsKeys(sendsKeys: boolean) {
    this._sendsKeys = sendsKeys;
    this.events.emit('mode', undefined);
  }

  /** Whether bytes can be sent on its connection. */
  get isWritable(): boolean {
    return this.isConnected && !this._hasShutdown;
  }

  /** Whether it has a connection that has not ended. */
  get isConnected(): boolean {
    return this._state === 'connecting' || this._state === 'open';
  }

  /** Whether what is sent has to wait, since the machine is being made again: the connection may have ended. */
  get isHeldUp(): boolean {
    return this._session.link.isComing === true;
  }

  /** Whether the rest of a long paste would be sent, or held. */
  get takesMore(): boolean {
    return this._held.length > 0 || this.isWritable;
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

  /** Sends a line with its end. */
  sendLine(text: string): void {
    if (this._mustWait(() => this.sendLine(text))) return;
    // One Enter too many after an answer does not ask for a new connection.
    if (text === '' && !this.isWritable) return;
    this.send(joinBytes([this._encode(text), encodeText(this._end)]));
  }

  /** Sends lines with their ends, all at once. */
  sendLines(texts: readonly string[]): void {
    if (this._mustWait(() => this.sendLines(texts))) return;
    this.send(joinBytes(texts.flatMap((text) => [this._encode(text), encodeText(this._end)])));
  }

  /** Sends text without a line end. */
  sendText(text: string): void {
    this.send(this._encode(text));
  }

  /** Character mode: sends keys as they were pressed. */
  sendRawKeys(data: string): void {
    if (this._mustWait(() => this.sendRawKeys(data))) return;
    const event = rawEvent(data, this._end);
    if (event.type === 'eof') this.shutdownWrite();
    else if (event.type === 'reset') this.reset();
    else if (this.isWritable || isText(data)) this.send(event.bytes);
  }

  /** Character mode: sends text that was not typed key by key. An empty text stands for Enter. */
  sendRawText(text: string): void {
    if (this._mustWait(() => this.sendRawText(text))) return;
    if (text !== '') this.sendText(text);
    else if (this.isWritable) this.send(encodeText(this._end));
  }

  /** Leaves its connection, if it has one, and opens another. */
  connect(): void {
    if (this._mustWait(() => this.connect())) return;
    if (!this._session.mayConnect()) return;
    if (this.isConnected) this._act({ act: 'close' });
    this._connect(this._session.connect(), this._session.state.length);
    this._onChange();
  }

  shutdownWrite(): void {
    if (this._mustWait(() => this.shutdownWrite()) || !this.isWritable) return;
    if (this._isDatagram) return this._remark({ about: 'noEnd' });
    this._hasShutdown = true;
    this._remark({ about: 'did', act: 'shutdownWrite' }, this._connection);
    this._act({ act: 'shutdownWrite' });
    this._onChange();
  }

  reset(): void {
    if (this._mustWait(() => this.reset()) || !this.isConnected) return;
    // A datagram socket has no connection to reset. It is closed.
    const act = this._isDatagram ? 'close' : 'reset';
    this._remark({ about: 'did', act }, this._connection);
    this._act({ act });
    this._state = 'closed';
    this._onChange();
  }

  /** Closes its connection, also one that the server has ended: the socket goes with it. */
  close(): void {
    this._act({ act: 'close' });
  }

  /** Drops the rest of a paste, as nc does when the connection has ended. */
  leave(text: string): void {
    const { length } = encodeText(text.replace(/[\r\n]/g, this._end));
    this._remark({ about: 'leftOver', bytes: length });
  }

  /** Empties the transcript. The connection stays. */
  clear(): void {
    this._transcript.forget();
    this.events.emit('view', undefined);
  }

  /** Takes a report of the machine about its connection. */
  take({ client, bytes, state }: ClientReport): void {
    if (bytes.length > 0) this._show(...this._transcript.received(client, bytes));
    if (state !== this._state && this.isConnected) {
      this._state = state;
      const how = endingOf(state);
      if (how !== undefined) this._remark({ about: 'ended', how }, state === 'eof' ? client : undefined);
      // As nc does: when the other side has closed, this one closes too.
      if (state === 'eof') this._act({ act: 'close' }, 'eof');
    }
    this._onChange();
  }

  /** Shows what was planned and has been done. */
  did({ client, did, bytes }: HistoryEntry): void {
    if (did === 'connect') return this._connect(client);
    const planned = { about: 'planned', did, bytes: bytes.length } as const;
    if (client !== this._connection || !this.isConnected) return this._remark({ ...planned, isTooLate: true });
    this._remark({ ...planned, isTooLate: false }, client);
    if (did === 'send') return this._show(...this._transcript.sent(client, bytes));
    if (did === 'shutdownWrite') this._hasShutdown = true;
    if (did === 'close' || did === 'reset') this._state = 'closed';
    if (did !== 'receive') this._transcript.act(client, did);
    this._onChange();
  }

  /** The machine was replaced: the connections are gone. */
  forget(reason: SessionNotice): void {
    this.past(undefined);
    this._transcript.seal();
    if (this._connection !== undefined) this._remark({ about: 'reason', reason });
    this._start();
    this._onChange();
  }

  /** Shows another past of the machine in place of what was shown: what this client did and received there. */
  replay(entries: readonly HistoryEntry[], reason: SessionNotice | undefined): void {
    this._seen = undefined;
    this._ended = undefined;
    this._transcript.clear();
    this.events.emit('view', undefined);
    this._start();
    for (const entry of entries) this._replay(entry);
    if (reason !== undefined) this._remark({ about: 'reason', reason });
    this._onChange();
  }

  /** A machine is ready: does what was held. */
  release(): void {
    for (const action of this._held.splice(0)) action();
  }

  /** Drops what was held: the branch that it was meant for could not be made. */
  drop(): void {
    if (this._held.splice(0).length > 0) this._remark({ about: 'notSent' });
  }

  /** Shows a moment in the past, at which later pieces are faint. @param seen undefined for the live end. */
  past(seen: Int32Array | undefined): void {
    if (seen === undefined && this._seen === undefined) return;
    this._seen = seen;
    this._draw();
  }

  /** What is left out of pieces that are later than the moment that is shown. */
  set hides(hides: Hiding) {
    this._hides = hides;
    if (this._seen !== undefined) this._draw();
  }

  private _draw(): void {
    const look = this.view.map(lookOf).join('');
    if (look === this._look) return;
    this._look = look;
    this.events.emit('view', undefined);
  }

  private _replay({ client, did, bytes }: HistoryEntry): void {
    switch (did) {
      case 'connect':
        return this._connect(client);
      case 'send':
        return this._show(...this._transcript.sent(client, bytes));
      case 'receive':
        return this._show(...this._transcript.received(client, bytes));
      case 'eof':
        this._ended = client;
        return;
      case 'shutdownWrite':
        this._hasShutdown = true;
        this._remark({ about: 'did', act: did }, client);
        return this._transcript.act(client, did);
      case 'close':
      case 'reset': {
        const isAnswer = did === 'close' && this._ended === client;
        this._state = isAnswer ? 'eof' : 'closed';
        this._remark(isAnswer ? { about: 'ended', how: 'eof' } : { about: 'did', act: did }, client);
        this._transcript.act(client, isAnswer ? 'eof' : did);
      }
    }
  }

  /** Shows the number of the connection, unless it is the one that the terminal's own number lets the reader expect. */
  private _connect(connection: number, since = 0): void {
    if (this._connection !== undefined || connection + 1 !== this.number)
      this._remark({ about: 'connection', connection }, connection);
    this._transcript.act(connection, 'connect');
    this._hasShutdown = false;
    this._state = 'connecting';
    this._connection = connection;
    this._since = since;
    this._connections.add(connection);
  }

  private _start(): void {
    this._connections.clear();
    this._connection = undefined;
    this._state = 'none';
    this._hasShutdown = false;
  }

  /** Holds an action that cannot be done now. */
  private _mustWait(action: () => void): boolean {
    const when = this._session.enter();
    if (when === 'now') return false;
    if (when === 'later' && this._held.length === 0) this._remark({ about: 'held' });
    this._held.push(action);
    return true;
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
    if (action.act === 'send') this._show(...this._transcript.sent(connection, action.bytes));
    else this._transcript.act(connection, as);
    this._session.act(connection, action);
  }

  private _remark(remark: Remark, connection?: number): void {
    this._show(this._transcript.remark(remark, connection));
  }

  /** In the past a new piece has not happened yet. */
  private _show(...pieces: readonly Piece[]): void {
    const isFuture = this._seen !== undefined;
    if (isFuture && this._hides !== 'nothing') return this._draw();
    for (const piece of pieces) this.events.emit('piece', { piece, isFuture });
  }
}

/** Tells one drawing of the past from another. */
const lookOf = ({ piece, isFuture }: Drawn): string =>
  `${isFuture ? '-' : '+'}${'bytes' in piece ? piece.bytes.length : ''}`;
