/** Calls of one case on a long-lived server: what belongs to the case, labelled as if it had been the first. */
import { CallFilter, withoutIdleRounds } from '../../oracle/calls.ts';
import type { CallEvent, Labelled } from '../../oracle/recording.ts';
import { APP_CLASSES } from '../../oracle/serve.ts';

const NOBLOCK = 'socketserver.BaseServer._handle_request_noblock';
const SERVER = 'server';
const filter = new CallFilter(APP_CLASSES);

/** The lines that real.py writes, by thread. */
export function callsIn(text: string): Labelled<CallEvent> {
  const lists = new Map<string, CallEvent[]>();
  for (const line of text.split('\n')) {
    const [label, kind, name] = line.split(' ') as [string, CallEvent[0], string?];
    if (name === undefined || !filter.keeps(name)) continue;
    const list = lists.get(label);
    if (list === undefined) lists.set(label, [[kind, name]]);
    else list.push([kind, name]);
  }
  return Object.fromEntries(lists);
}

/** Of the server's thread only from the first request to the last; other threads and children counted from 1. */
export function servedCalls(calls: Labelled<CallEvent>): Labelled<CallEvent> {
  const counts = new Map<string, number>();
  const out: Record<string, readonly CallEvent[]> = {};
  for (const label of Object.keys(calls).toSorted((one, other) => numberOf(one) - numberOf(other))) {
    const list = calls[label] ?? [];
    const [kind = ''] = label.split('-');
    if (kind === SERVER) out[label] = served(list);
    else if (kind === 'handler' || kind === 'child') {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      out[`${kind}-${count}`] = list;
    }
  }
  return out;
}

const numberOf = (label: string): number => Number(label.split('-')[1] ?? 0);

function served(events: readonly CallEvent[]): readonly CallEvent[] {
  const kept = withoutIdleRounds(events);
  const isNoblock = ([, name]: CallEvent): boolean => name === NOBLOCK;
  return kept.slice(kept.findIndex(isNoblock), kept.findLastIndex(isNoblock) + 1);
}
