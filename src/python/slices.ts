/**
 * Python's slices of lists: `list[start:end:step]`, read, replaced and deleted. Undefined stands for an omitted part.
 */
import { ValueError } from './errors.ts';

/** A slice; an omitted `step` is 1. */
export interface Slice {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly step?: number | undefined;
}

/** `slice.indices(length)`. Raises ValueError for a step of 0. */
export function sliceIndices(length: number, slice: Slice): readonly [start: number, end: number, step: number] {
  const { step = 1 } = slice;
  if (step === 0) throw new ValueError('slice step cannot be zero');
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const place = (at: number | undefined, whenLeftOut: number): number => {
    if (at === undefined) return whenLeftOut;
    return Math.min(Math.max(at < 0 ? at + length : at, lowest), highest);
  };
  return step > 0
    ? [place(slice.start, lowest), place(slice.end, highest), step]
    : [place(slice.start, highest), place(slice.end, lowest), step];
}

function placesOf(length: number, slice: Slice): number[] {
  const [start, end, step] = sliceIndices(length, slice);
  return Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, index) => start + index * step);
}

/** `list[slice]`. */
export const sliceOf = <T>(list: readonly T[], slice: Slice): T[] =>
  placesOf(list.length, slice).map((place) => list[place] as T);

/** `list[slice] = values`. Raises ValueError where a slice with a step has another size. */
export function setSliceOf<T>(list: T[], slice: Slice, values: readonly T[]): void {
  const [start, end, step] = sliceIndices(list.length, slice);
  if (step === 1) {
    list.splice(start, Math.max(0, end - start), ...values);
    return;
  }
  const places = placesOf(list.length, slice);
  if (places.length !== values.length) {
    throw new ValueError(
      `attempt to assign sequence of size ${values.length} to extended slice of size ${places.length}`,
    );
  }
  for (const [index, place] of places.entries()) list[place] = values[index] as T;
}

/** `del list[slice]`. */
export function deleteSliceOf(list: unknown[], slice: Slice): void {
  for (const place of placesOf(list.length, slice).toSorted((one, other) => other - one)) list.splice(place, 1);
}
