/** The plans of clients, by numbers that the page can name. */
import { SchemaError, decodeLatin1 } from '../index.ts';
import type { Machine, PlannedInput, RunResult } from '../index.ts';
import { opensClient } from '../tooling.ts';
import { errorNotice, noticeOf } from './notices.ts';
import type { Notice } from './notices.ts';
import type { ClientAction, PlannedInfo, When } from './protocol.ts';
import { LINK_LIMITS } from './limits.ts';

/** The page counts microseconds, as the clock does. */
const SECOND = 1_000_000;

export class Plans {
  private readonly _ids = new Map<PlannedInput, number>();
  private _nextId = 1;
  private _told = '';

  /** Plans an action; returns why it cannot be planned, if so. */
  add(machine: Machine, { client, action, when }: Omit<PlannedInfo, 'id'>): Notice | undefined {
    if (machine.planned.length >= LINK_LIMITS.plans) {
      return noticeOf('tooManyPlans', { limit: LINK_LIMITS.plans });
    }
    const place = { ...(when.step === undefined ? {} : { step: when.step }), ...timeOf(when) };
    const data = action.act === 'send' ? { data: decodeLatin1(action.bytes) } : {};
    try {
      machine.later({ client, do: action.act, ...data, ...place });
    } catch (error) {
      if (!(error instanceof SchemaError || error instanceof TypeError || error instanceof RangeError)) throw error;
      return errorNotice(error);
    }
    return undefined;
  }

  /** Cancels a plan that has not been carried out yet; returns why it cannot be cancelled, if so. */
  cancel(machine: Machine, id: number): Notice | undefined {
    const planned = machine.planned.find((input) => this._ids.get(input) === id);
    if (planned !== undefined && opensClient(planned)) return noticeOf('connectNotCancellable', {});
    if (planned !== undefined) machine.cancel(planned);
    return undefined;
  }

  /** Whether the plans have changed since the last call. */
  haveChanged(machine: Machine): boolean {
    const told = machine.planned.map((input) => this._idOf(input)).join(' ');
    if (told === this._told) return false;
    this._told = told;
    return true;
  }

  infos({ planned }: Machine): PlannedInfo[] {
    return planned.flatMap((input) => {
      const { client, step, time } = input;
      const action = actionOf(input);
      if (action === undefined || client === undefined) return [];
      const when = { step, timeMicros: time === undefined ? undefined : Math.round(time * SECOND) };
      return [{ id: this._idOf(input), client, action, when }];
    });
  }

  private _idOf(input: PlannedInput): number {
    let id = this._ids.get(input);
    if (id === undefined) this._ids.set(input, (id = this._nextId++));
    return id;
  }
}

/**
 * Whether an input of a scenario is still a plan: a plan has a step or a time, an input that was performed has both.
 */
const isPlan = ({ step, time }: PlannedInput): boolean => (step === undefined) !== (time === undefined);

/** How far a replay may go, in seconds, without passing the time of a plan. */
export const timeBeforePlans = ({ planned, nextDue }: Machine): number | undefined =>
  planned.some(({ step, time }) => step === undefined && time !== undefined) ? nextDue : undefined;

/** Whether a replay has performed all earlier inputs, so that only plans are left. */
export function hasCaughtUp({ planned, nextDue = Infinity }: Machine, { why }: RunResult): boolean {
  if (why !== 'stopped' && why !== 'time') return true;
  if (planned.length === 0 || !planned.every(isPlan)) return false;
  const first = Math.min(...planned.map(({ time = Infinity }) => time));
  return nextDue >= first;
}

/**
 * A notice if the reader cannot connect now: connections are numbered in order, and the scenario still has to open
 * one.
 */
export function connectPending({ planned }: Machine): Notice | undefined {
  const next = planned.find(opensClient);
  if (next?.client === undefined) return undefined;
  return noticeOf('connectPending', { connection: next.client + 1 });
}

const timeOf = ({ timeMicros }: When): { readonly time?: number } =>
  timeMicros === undefined ? {} : { time: Math.round(timeMicros) / SECOND };

/** A planned input as an action of its client; undefined for an input to the server. */
function actionOf({ command }: PlannedInput): ClientAction | undefined {
  if (command.do === 'send') return { act: 'send', bytes: command.data };
  if (command.do === 'interrupt') return undefined;
  return { act: command.do === 'datagrams' ? 'connect' : command.do };
}
