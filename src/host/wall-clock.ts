/** Real time, for the host. */

/** The number of a timer, as browsers and workers give it. */
export type Timer = number;

export interface WallClock {
  /** Milliseconds since some moment. Never goes back. */
  now(): number;
  later(work: () => void, millis: number): Timer;
  cancel(timer: Timer | undefined): void;
}
