/** What a descriptor is open on, as data: `4` is connection 3, `3` is the listening socket. Words are in `text.ts`. */

export const DESCRIPTOR_KINDS = [
  'log',
  'terminal',
  'keyboard',
  'listener',
  'connection',
  'datagrams',
  'socket',
  'epoll',
  'pipe.read',
  'pipe.write',
] as const;
export type DescriptorKind = (typeof DESCRIPTOR_KINDS)[number];

/** What a descriptor of a process is open on. */
export interface DescriptorName {
  readonly kind: DescriptorKind;
  /** For a connection, at either end: number of its client, from 0. */
  readonly client: number | undefined;
}

/** A descriptor in the text of a system call. */
export interface DescriptorMention {
  readonly fd: number;
  /** Where its number stands in the text. */
  readonly from: number;
  readonly to: number;
  readonly name: DescriptorName;
}
