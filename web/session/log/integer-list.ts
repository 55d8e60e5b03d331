/** A list of non-negative integers that grows at its end, four bytes each. */
export class IntegerList {
  length = 0;
  private _numbers = new Uint32Array(4_096);
  private _view = this._numbers.subarray(0, 0);

  /** The list; another view after it has grown. */
  get view(): Uint32Array {
    if (this._view.length !== this.length) this._view = this._numbers.subarray(0, this.length);
    return this._view;
  }

  at(place: number): number {
    return this._numbers[place] as number;
  }

  push(number: number): void {
    if (this.length === this._numbers.length) {
      const numbers = new Uint32Array(this.length * 2);
      numbers.set(this._numbers);
      this._numbers = numbers;
    }
    this._numbers[this.length++] = number;
  }

  truncate(length: number): void {
    this.length = Math.min(this.length, length);
    this._view = this._numbers.subarray(0, this.length);
  }
}
