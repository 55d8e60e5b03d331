/** The walk through a server: the bar of its stops, and the line that says why. Loaded right after the first paint. */
export { CauseLine } from './cause-line.ts';
export type { Door } from './doors.ts';
export { WalkBar } from './walk-bar.ts';
export { Walk } from '../../session/walk/walk.ts';
export type { WalkBarPort } from './walk-bar.ts';
