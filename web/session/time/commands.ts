/**
 * The commands of time: what buttons, keys and embedding pages can ask for, with the keys of each. A command takes
 * nothing but the model.
 */
import type { TimeModel } from './time-model.ts';
import type { TimeState } from './state.ts';

/**
 * Where the keys of a command work: on the list and the timeline, in the whole pane except where one types, or
 * everywhere in the face.
 */
export type Reach = 'steps' | 'pane' | 'everywhere';

export interface Command {
  /** As a keyboard event names them; `Shift+` before it for a shifted key. */
  readonly keys: readonly string[];
  readonly reach: Reach;
  /** Whether it would do something now. */
  can(state: TimeState): boolean;
  run(time: TimeModel): void;
}

const always = (): boolean => true;
const isAfterStart = ({ isAtStart }: TimeState): boolean => !isAtStart;
const isBeforeEnd = ({ isLive }: TimeState): boolean => !isLive;
/** At the live end a machine that runs moves on its own. */
const canMoveOn = ({ isLive, canDrive }: TimeState): boolean => !isLive || canDrive;

export const COMMANDS = {
  start: { keys: ['Home'], reach: 'steps', can: isAfterStart, run: (time) => time.goToStart() },
  back: { keys: ['ArrowLeft', 'ArrowUp'], reach: 'steps', can: isAfterStart, run: (time) => time.moveRows(-1) },
  forward: {
    keys: ['ArrowRight', 'ArrowDown'],
    reach: 'steps',
    can: canMoveOn,
    run: (time) => time.moveForward('forward'),
  },
  end: { keys: ['End'], reach: 'steps', can: isBeforeEnd, run: (time) => time.goToEnd() },
  previous: {
    keys: ['Shift+ArrowLeft', 'Shift+ArrowUp'],
    reach: 'steps',
    can: isAfterStart,
    run: (time) => time.moveToTarget(-1),
  },
  next: {
    keys: ['Shift+ArrowRight', 'Shift+ArrowDown'],
    reach: 'steps',
    can: isBeforeEnd,
    run: (time) => time.moveToTarget(1),
  },
  into: { keys: ['i'], reach: 'steps', can: canMoveOn, run: (time) => time.moveForward('into') },
  over: { keys: ['o'], reach: 'steps', can: canMoveOn, run: (time) => time.moveForward('over') },
  out: { keys: ['u'], reach: 'steps', can: canMoveOn, run: (time) => time.moveForward('out') },
  play: { keys: [' '], reach: 'steps', can: always, run: (time) => time.togglePlay() },
  search: { keys: ['/'], reach: 'steps', can: always, run: (time) => time.events.emit('search', undefined) },
  breakHere: {
    keys: ['b'],
    reach: 'pane',
    can: ({ here }) => here !== 'none',
    run: (time) => time.toggleBreakpointHere(),
  },
  breakpoints: {
    keys: [],
    reach: 'pane',
    can: always,
    run: (time) => time.set({ isDrawerOpen: !time.state.isDrawerOpen }),
  },
  scheduler: {
    keys: [],
    reach: 'pane',
    can: always,
    run: ({ session }) => session.debugging.ask(!session.state.debug.isAsking),
  },
  hold: { keys: ['F8'], reach: 'everywhere', can: always, run: (time) => time.hold() },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof COMMANDS;

/** A pressed key, as far as commands need to know. */
export interface Keystroke {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const BY_KEY = new Map<string, Command>(
  Object.values<Command>(COMMANDS).flatMap((command) => command.keys.map((key) => [key, command] as const)),
);

/**
 * The command of a key at a place; undefined if it has none there. On the list and the timeline Shift is ignored where
 * it means nothing.
 */
export function commandOfKey(
  { key, shiftKey, ctrlKey, metaKey, altKey }: Keystroke,
  reach: Reach,
): Command | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const plain = shiftKey && reach !== 'steps' ? undefined : BY_KEY.get(key);
  const command = (shiftKey ? BY_KEY.get(`Shift+${key}`) : undefined) ?? plain;
  return command?.reach === reach ? command : undefined;
}

/** The place, from 0, of the candidate that a digit chooses; undefined for another key. */
export function candidateOfKey({ key, shiftKey, ctrlKey, metaKey, altKey }: Keystroke): number | undefined {
  if (shiftKey || ctrlKey || metaKey || altKey) return undefined;
  return /^[1-9]$/.test(key) ? Number(key) - 1 : undefined;
}
