/**
 * Messages on their way to the page carry what is new, not all that was ever sent: one end packs them, the other one
 * unpacks them.
 */
import type { FromMachine, PlannedInfo } from './protocol.ts';
import { SnapshotReceiver, SnapshotSender } from './snapshot-news.ts';
import type { SnapshotNews } from './snapshot-news.ts';

/** All plans, by their numbers; and those that the page does not know yet. */
export interface PlansNews {
  readonly ids: readonly number[];
  readonly added: readonly PlannedInfo[];
}

type PackedFields<T> = {
  readonly [K in keyof T]: T extends { readonly type: 'planned' }
    ? K extends 'inputs'
      ? PlansNews
      : T[K]
    : K extends 'snapshot'
      ? SnapshotNews | undefined
      : T[K];
};

type Packed<T> = T extends unknown ? PackedFields<T> : never;

/** A message as it is posted. */
export type PackedMessage = Packed<FromMachine>;

/** Packs the messages of one session, in the order in which they are posted. */
export class MessagePacker {
  private readonly _own = new SnapshotSender();
  private readonly _compared = new SnapshotSender();
  private _plans: ReadonlySet<number> = new Set();

  pack(message: FromMachine): PackedMessage {
    if (message.type === 'progress' || message.type === 'snapshot') {
      return { ...message, snapshot: message.snapshot && this._own.newsOf(message.snapshot) };
    }
    if (message.type === 'comparedSnapshot') {
      return { ...message, snapshot: message.snapshot && this._compared.newsOf(message.snapshot) };
    }
    return message.type === 'planned' ? { ...message, inputs: this._newsOf(message.inputs) } : message;
  }

  private _newsOf(inputs: readonly PlannedInfo[]): PlansNews {
    const added = inputs.filter(({ id }) => !this._plans.has(id));
    const ids = inputs.map(({ id }) => id);
    this._plans = new Set(ids);
    return { ids, added };
  }
}

/** Unpacks the messages of one session, in the order in which they come. */
export class MessageUnpacker {
  private readonly _own = new SnapshotReceiver();
  private readonly _compared = new SnapshotReceiver();
  private _plans: ReadonlyMap<number, PlannedInfo> = new Map();

  /** The whole message; undefined if it does not fit the earlier ones. */
  unpack(message: PackedMessage): FromMachine | undefined {
    if (message.type === 'progress' || message.type === 'snapshot') {
      const snapshot = message.snapshot && this._own.read(message.snapshot);
      return message.snapshot !== undefined && snapshot === undefined ? undefined : { ...message, snapshot };
    }
    if (message.type === 'comparedSnapshot') {
      const snapshot = message.snapshot && this._compared.read(message.snapshot);
      return message.snapshot !== undefined && snapshot === undefined ? undefined : { ...message, snapshot };
    }
    if (message.type !== 'planned') return message;
    const inputs = this._readPlans(message.inputs);
    return inputs && { ...message, inputs };
  }

  private _readPlans({ ids, added }: PlansNews): readonly PlannedInfo[] | undefined {
    const known = new Map([...this._plans, ...added.map((plan) => [plan.id, plan] as const)]);
    const inputs = ids.flatMap((id) => known.get(id) ?? []);
    this._plans = new Map(inputs.map((plan) => [plan.id, plan]));
    return inputs.length === ids.length ? inputs : undefined;
  }
}
