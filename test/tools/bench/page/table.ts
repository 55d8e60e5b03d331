/** Figures of many tries, and the table they end in. */
import type { Frames } from './probe.ts';

export const quantile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
};

export const round = (value: number): number => Math.round(value * 10) / 10;

export function timesOf(values: readonly number[]): Record<string, number> {
  const [median, p95, p99] = [0.5, 0.95, 0.99].map((part) => round(quantile(values, part)));
  return { n: values.length, median: median ?? 0, p95: p95 ?? 0, p99: p99 ?? 0, worst: round(Math.max(...values)) };
}

export function framesOf({ frames, longTasks }: Frames): Record<string, number | string> {
  const late = frames.filter((frame) => frame > 20).length;
  const all = frames.reduce((sum, frame) => sum + frame, 0);
  return {
    ...timesOf(frames),
    'frames/s': round((frames.length / all) * 1_000),
    '> 20 ms': `${round((late / frames.length) * 100)} %`,
    'long tasks': longTasks.length,
  };
}

export const table: Record<string, Record<string, number | string>> = {};

export function tell(what: string, row: Record<string, number | string>): void {
  table[what] = row;
  console.log(what, JSON.stringify(row));
}
