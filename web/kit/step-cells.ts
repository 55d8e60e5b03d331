/** How a step looks in a list: its number, the colour of its thread, a sign of its kind, its name and its detail. */
import type { StepKind } from '../../src/vocabulary.ts';

const DEEPEST = 14;

/** One sign for each kind of step. */
const SIGNS: Readonly<Record<StepKind, string>> = {
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
  segment: '≈',
};

/** Splits a qualified name before its last part: the class is drawn paler than the method. */
export function splitName(kind: StepKind, name: string): readonly [string, string] {
  if (kind !== 'call' && kind !== 'return' && kind !== 'raise') return ['', name];
  const parts = name.split('.');
  const last = parts.pop() ?? '';
  const owner = parts.pop();
  return [owner === undefined ? '' : `${owner}.`, last];
}

/** A step, as far as it is drawn. */
export interface DrawnStep {
  readonly number: number;
  readonly kind: StepKind;
  readonly name: string;
  readonly detail: string;
  /** How many calls it is inside of. */
  readonly depth: number;
}

export class StepCells {
  private readonly _element: HTMLElement;
  private readonly _number = this._part('step-number');
  readonly thread = this._part('step-thread');
  readonly sign = this._part('step-sign');
  private readonly _owner = this._part('step-owner');
  private readonly _name = this._part('step-name');
  private readonly _detail = this._part('step-detail');

  /** @param element that contains the cells. */
  constructor(element: HTMLElement) {
    this._element = element;
    element.classList.add('step-cells');
    element.append(...this._parts);
  }

  /** @param colour of its thread. */
  draw({ number, kind, name, detail, depth }: DrawnStep, colour: number): void {
    const [owner, last] = splitName(kind, name);
    this._element.dataset['kind'] = kind;
    this.sign.style.setProperty('--depth', String(Math.min(depth, DEEPEST)));
    this._number.textContent = String(number + 1);
    this.thread.dataset['thread'] = String(colour);
    this.sign.textContent = kind === 'thread' && detail === 'ended' ? '−' : SIGNS[kind];
    this._owner.textContent = owner;
    this._name.textContent = last;
    this._detail.textContent = detail;
  }

  /** Shows no step, but a word in its place, if there is one. */
  clear(word: string): void {
    for (const part of this._parts) part.textContent = '';
    this._detail.textContent = word;
    this.sign.style.removeProperty('--depth');
    this._element.dataset['kind'] = '';
  }

  private get _parts(): readonly HTMLElement[] {
    return [this._number, this.thread, this.sign, this._owner, this._name, this._detail];
  }

  private _part(className: string): HTMLElement {
    const part = document.createElement('span');
    part.className = className;
    return part;
  }
}
