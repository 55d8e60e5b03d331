/**
 * How much a TCP receiver lets its peer send. The rules are Linux's, as far as they show in how bytes are cut into reads: a buffer is
 * freed when the whole of it has been read, and a window is opened only when at least half of the space is free. Measured on loopback
 * (Linux 6.18), and recorded: of 200,063 bytes that are sent at once, 127,973 arrive at first and 195,557 by the time that 65,482 have
 * been read; from then on 95,232 at a time, whenever everything has been read.
 *
 * Absent on purpose: the growth of the window for a fast reader, which depends on how long things take.
 */

/** Shares of the receive buffer, of 131,072 bytes by default: what data may fill (130,048), and the widest window (95,232). */
const SPACE_SHARE = 127 / 128;
const WINDOW_SHARE = 93 / 128;
/** What the first window lacks to half of the buffer (it is 65,483 by default): the headers of a segment. */
const HEADERS = 53;
/** Windows are told in units of this (a window scale of 7). */
const UNIT = 128;
/** Neighbours are put into one buffer up to this size. */
const MOST_MERGED = 65_536;

/** The bytes of a receive buffer that were put into memory together, and are freed together. */
interface Block {
  size: number;
  /** Where it ends in the stream. */
  end: number;
}

/** The receiver's side of flow control. Positions count from the first byte of the stream. */
export class ReceiveWindow {
  private _received = 0;
  private _read = 0;
  private _held = 0;
  /** The peer may send up to here. */
  private _edge: number;
  private readonly _blocks: Block[] = [];
  private readonly _space: number;
  private readonly _widest: number;
  private readonly _firstBlock: number;

  /** @param buffer the size of the receive buffer. */
  constructor(buffer: number) {
    this._space = Math.max(1, Math.floor(buffer * SPACE_SHARE));
    this._widest = Math.max(1, Math.floor(buffer * WINDOW_SHARE));
    // The first segments are half as long as the first window.
    this._edge = Math.max(1, Math.floor((buffer / 2 - HEADERS) / 2));
    this._firstBlock = 2 * this._edge;
  }

  /** How many bytes the peer may send now. */
  get room(): number {
    return this._edge - this._received;
  }

  /** Up to which byte of the stream the peer may send. */
  get edge(): number {
    return this._edge;
  }

  /** Bytes have come, at most as many as there was room for. */
  arrived(size: number): void {
    let left = size;
    const [first] = this._blocks;
    if (first !== undefined && this._blocks.length === 1 && first.end === first.size && first.size < this._firstBlock) {
      left -= this._grow(first, Math.min(left, this._firstBlock - first.size));
    }
    const last = this._blocks.at(-1);
    if (last !== undefined && left > 0 && last.size + left <= MOST_MERGED) left -= this._grow(last, left);
    if (left > 0) {
      const block: Block = { size: 0, end: this._received };
      this._blocks.push(block);
      this._grow(block, left);
    }
    this._open();
  }

  private _grow(block: Block, size: number): number {
    block.size += size;
    block.end += size;
    this._held += size;
    this._received += size;
    return size;
  }

  /** Bytes have been read. Answers true when the window is wider now, and the peer must hear of it. */
  read(size: number): boolean {
    this._read += size;
    for (let [block] = this._blocks; block !== undefined && block.end <= this._read; [block] = this._blocks) {
      this._blocks.shift();
      this._held -= block.size;
    }
    const { room } = this;
    return room * 2 <= this._widest && this._offer() >= room * 2 && this._open();
  }

  /** How wide a window can be offered; none while less than half of the space is free. */
  private _offer(): number {
    const free = this._space - this._held;
    return free * 2 < this._space ? 0 : Math.min(Math.ceil(free / UNIT) * UNIT, this._widest);
  }

  private _open(): boolean {
    const edge = this._received + this._offer();
    if (edge <= this._edge) return false;
    this._edge = edge;
    return true;
  }
}
