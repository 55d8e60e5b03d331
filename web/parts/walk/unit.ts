/** What the primary Next goes to. */
export const UNITS = ['moment', 'call', 'step'] as const;
export type Unit = (typeof UNITS)[number];
