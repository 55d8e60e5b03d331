/** The worker's program: what its parts are, and what they share. */
import type { PackedMessage } from '../../src/host/packing.ts';
import type { PlayHost } from '../../src/host/play-host.ts';

/** In the order in which the worker needs them; each may import those before it. */
export const PART_NAMES = ['core', 'sessions', 'full', 'moments', 'apps'] as const;
/** What machines of the apps that come with Glaswerk may need. */
export const MACHINE_PARTS: readonly PartName[] = ['core', 'sessions', 'full'];
export type PartName = (typeof PART_NAMES)[number];

/** Modules by name, as texts, in the order in which they are to be loaded. The last one is the part itself. */
export type PartModules = readonly (readonly [name: string, code: string])[];

/** Brings a part to the worker. */
export interface PartMessage {
  readonly part: PartModules;
}

/** What the parts share in the worker. */
export interface Program {
  readonly post: (message: PackedMessage) => void;
  host: PlayHost | undefined;
}

export interface PartModule {
  install(program: Program): void;
}
