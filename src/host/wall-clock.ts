/** What the host of the machine knows of real time. */

/** The number of a timer, as browsers and workers give it. */
export type Timer = number;

export interface WallClock {
  /** Milliseconds since some moment; it never goes back. */
  now(): number;
  later(work: () => void, millis: number): Timer;
  cancel(timer: Timer | undefined): void;
}
