/**
 * How much a TCP receiver lets its peer send. The rules are Linux's, as far as they show in how bytes are split among
 * reads: a buffer is freed when all of it has been read, and the window opens only when at least half of the space is
 * free. Measured on loopback (Linux 6.18), and recorded: of 200,063 bytes sent at once, 127,973 arrive first, and
 * 195,557 by the time 65,482 have been read; from then on 95,232 at a time, whenever everything has been read.
 * Absent on purpose: the growth of the window for a fast reader, which depends on real time.
 */

/**
 * Shares of the receive buffer (131,072 bytes by default): what data may fill (130,048), and the widest window
 * (95,232).
 */
const SPACE_SHARE = 127 / 128;
const WINDOW_SHARE = 93 / 128;
/** How much smaller than half of the buffer the first window is (65,483 by default): the headers of a segment. */
const HEADERS = 53;
/** Windows are announced in units of this (a window scale of 7). */
const UNIT = 128;
/** Adjacent data shares one buffer up to this size. */
const MOST_MERGED = 65_536;

/** Bytes of a receive buffer that share memory and are freed together. */
interface Block {
  size: number;
  /** Its end in the stream. */
  end: number;
}

/** The receiver's side of flow control. Positions count from the first byte of the stream. */
export class ReceiveWindow {
  private _received = 0;
  private _read = 0;
  private _held = 0;
  /** The peer may send up to this position. */
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

  /** The position in the stream up to which the peer may send. */
  get edge(): number {
    return this._edge;
  }

  /** Adds bytes that have arrived, at most as many as there was room for. */
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

  /** Counts bytes that have been read. Returns true when the window is wider now, and the peer must be told. */
  read(size: number): boolean {
    this._read += size;
    for (let [block] = this._blocks; block !== undefined && block.end <= this._read; [block] = this._blocks) {
      this._blocks.shift();
      this._held -= block.size;
    }
    const { room } = this;
    return room * 2 <= this._widest && this._offer() >= room * 2 && this._open();
  }

  /** How wide a window can be offered; 0 while less than half of the space is free. */
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
