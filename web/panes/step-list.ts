/** A list of steps that draws only the rows one can see: every row has one height, and elements are used again. */
import type { Step, StepKind } from '../../src/index.ts';
import type { StepLog } from '../step-log.ts';

const ROW_HEIGHT = 22;
const OVERSCAN = 6;
const INDENT = 10;
const DEEPEST = 14;
/** No browser draws an element much higher than this. */
const MAX_HEIGHT = 15_000_000;

/** One sign for each kind of step. */
export const SIGNS: Readonly<Record<StepKind, string>> = {
  call: '→',
  return: '←',
  raise: '✕',
  syscall: '◆',
  block: '◇',
  switch: '⇄',
  thread: '+',
  exit: '■',
  queue: '▤',
  socket: '○',
  change: '≔',
  log: '¶',
  input: '›',
};

export const KIND_NAMES: Readonly<Record<StepKind, string>> = {
  call: 'call',
  return: 'return',
  raise: 'exception',
  syscall: 'system call',
  block: 'waits',
  switch: 'switch to',
  thread: 'thread',
  exit: 'exit',
  queue: 'queue',
  socket: 'socket',
  change: 'change',
  log: 'log',
  input: 'input',
};

class Row {
  readonly element = document.createElement('div');
  private readonly _number = this._part('step-number');
  private readonly _thread = this._part('step-thread');
  private readonly _sign = this._part('step-sign');
  private readonly _owner = this._part('step-owner');
  private readonly _name = this._part('step-name');
  private readonly _detail = this._part('step-detail');
  private _shown = '';
  private _place = -1;

  constructor() {
    this.element.className = 'step';
    this.element.setAttribute('role', 'option');
  }

  draw(step: Step, place: number, log: StepLog): void {
    this.element.setAttribute('aria-setsize', String(log.visible.length));
    if (place !== this._place) {
      this._place = place;
      this.element.style.transform = `translateY(${place * ROW_HEIGHT}px)`;
      this.element.setAttribute('aria-posinset', String(place + 1));
      this.element.hidden = false;
    }
    const { number, kind, name, detail, depth, tid } = step;
    const shown = `${log.version}/${number}`;
    if (shown === this._shown) return;
    this._shown = shown;
    const [owner, last] = splitName(kind, name);
    this.element.id = `step-${number}`;
    this.element.dataset['number'] = String(number);
    this.element.dataset['kind'] = kind;
    this._number.textContent = String(number + 1);
    this._thread.dataset['thread'] = String(log.colourOf(tid));
    this._thread.title = tid === 0 ? 'from outside' : `thread ${tid}`;
    this._sign.textContent = kind === 'thread' && detail === 'ended' ? '−' : SIGNS[kind];
    this._sign.title = KIND_NAMES[kind];
    this._sign.style.marginInlineStart = `${Math.min(depth, DEEPEST) * INDENT}px`;
    this._owner.textContent = owner;
    this._name.textContent = last;
    this._detail.textContent = detail;
    this.element.title = `${name} ${detail}`;
  }

  /** Takes it off the list until it is drawn again. */
  hide(): void {
    this.element.hidden = true;
    this.element.removeAttribute('id');
    this._shown = '';
    this._place = -1;
  }

  private _part(className: string): HTMLElement {
    const part = document.createElement('span');
    part.className = className;
    this.element.append(part);
    return part;
  }
}

/** Splits a qualified name before its last part: the class is drawn paler than the method. */
export function splitName(kind: StepKind, name: string): readonly [string, string] {
  if (kind !== 'call' && kind !== 'return' && kind !== 'raise') return ['', name];
  const parts = name.split('.');
  const last = parts.pop() ?? '';
  const owner = parts.pop();
  return [owner === undefined ? '' : `${owner}.`, last];
}

export class StepList {
  readonly element = document.createElement('div');
  private readonly _space = this.element.appendChild(document.createElement('div'));
  private readonly _empty = this.element.appendChild(document.createElement('p'));
  private readonly _rows: Row[] = [];
  private readonly _log: StepLog;
  private _cursor = 0;
  private _isScheduled = false;
  /** Known without asking the document, which would be laid out for it. */
  private _height = 0;
  private _scrollTop = 0;
  private _linked: number | undefined;
  private _stop: number | undefined;

  /** @param onPick told the number of a step that was clicked. */
  constructor(log: StepLog, onPick: (number: number) => void) {
    this._log = log;
    this.element.className = 'steps';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'listbox');
    this.element.setAttribute('aria-label', 'Steps');
    this._space.className = 'steps-space';
    this._space.setAttribute('role', 'presentation');
    this._empty.className = 'empty';
    this._empty.textContent = 'No step passes the filter.';
    this.element.addEventListener(
      'scroll',
      () => {
        this._scrollTop = this.element.scrollTop;
        this._schedule();
      },
      { passive: true },
    );
    this.element.addEventListener('click', ({ target }) => {
      const number = (target as HTMLElement).closest<HTMLElement>('.step')?.dataset['number'];
      if (number !== undefined) onPick(Number(number));
    });
    new ResizeObserver(([entry]) => {
      this._height = entry?.contentRect.height ?? 0;
      this._reveal();
    }).observe(this.element);
  }

  /** How many rows fit. */
  get page(): number {
    return Math.max(1, Math.floor(this._height / ROW_HEIGHT) - 1);
  }

  /** Draws the list with the cursor behind `cursor` steps, and scrolls so far that one sees it. */
  update(cursor: number): void {
    this._cursor = cursor;
    const { length } = this._log.visible;
    this._space.style.height = `${Math.min(MAX_HEIGHT, length * ROW_HEIGHT)}px`;
    this._empty.hidden = length > 0;
    this._reveal();
  }

  /** Marks a step that belongs to what is pointed at elsewhere. */
  link(number: number | undefined): void {
    if (number === this._linked) return;
    this._linked = number;
    this._draw();
  }

  /** Marks the step at which the machine stands still. */
  stop(number: number | undefined): void {
    if (number === this._stop) return;
    this._stop = number;
    this._draw();
  }

  private _reveal(): void {
    const place = this._log.placeBefore(this._cursor);
    const top = place * ROW_HEIGHT;
    if (top < this._scrollTop) this._scrollTo(top - ROW_HEIGHT);
    else if (top + 2 * ROW_HEIGHT > this._scrollTop + this._height) this._scrollTo(top + 2 * ROW_HEIGHT - this._height);
    this._draw();
  }

  private _scrollTo(top: number): void {
    const most = Math.min(MAX_HEIGHT, this._log.visible.length * ROW_HEIGHT) - this._height;
    this._scrollTop = Math.max(0, Math.min(top, most));
    // Once all panes are drawn: it has the page laid out.
    queueMicrotask(() => {
      this.element.scrollTop = this._scrollTop;
    });
  }

  private _schedule(): void {
    if (this._isScheduled) return;
    this._isScheduled = true;
    requestAnimationFrame(() => {
      this._isScheduled = false;
      this._draw();
    });
  }

  private _draw(): void {
    const { visible } = this._log;
    const first = Math.max(0, Math.floor(this._scrollTop / ROW_HEIGHT) - OVERSCAN);
    const count = Math.min(visible.length - first, Math.ceil(this._height / ROW_HEIGHT) + 2 * OVERSCAN);
    while (this._rows.length < count) {
      const row = new Row();
      this._rows.push(row);
      this._space.append(row.element);
    }
    const here = visible[this._log.placeBefore(this._cursor)];
    for (const [at, row] of this._rows.entries()) {
      // A row keeps its element while it stays in sight: rows are dealt out by their place, in turn.
      const place = first + ((at - (first % this._rows.length) + this._rows.length) % this._rows.length);
      const number = visible[place];
      const step = number === undefined || place >= first + count ? undefined : this._log.at(number);
      if (step === undefined || number === undefined) {
        row.hide();
        continue;
      }
      row.draw(step, place, this._log);
      row.element.classList.toggle('is-future', number >= this._cursor);
      row.element.classList.toggle('is-linked', number === this._linked);
      row.element.classList.toggle('is-stop', number === this._stop);
      row.element.classList.toggle('is-found', this._log.isFound(number));
      row.element.setAttribute('aria-selected', String(number === here));
    }
    if (here === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', `step-${here}`);
  }
}
