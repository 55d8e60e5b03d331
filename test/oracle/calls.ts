/** A trace as the recordings' `calls`: which functions are kept, and the idle rounds of `serve_forever` left out. */
import type { TraceEvent } from '../../src/trace/event.ts';
import { Labels, sortedByLabel } from './labels.ts';
import type { CallEvent, Labelled } from './recording.ts';

const RESPONSE_NAMES = new Set([
  'Response.__call__',
  'Response.get_wsgi_response',
  'Response.get_wsgi_headers',
  'Response.get_app_iter',
]);
const EXCEPTION_METHODS = new Set(['get_response', 'get_body', 'get_headers', '__call__']);
const NOBLOCK = 'socketserver.BaseServer._handle_request_noblock';

type Keep = (qualname: string) => boolean;

const RULES: readonly (readonly [module: string, keep: Keep])[] = [
  ['socketserver', (name) => name.includes('.')],
  ['http.server', (name) => name.includes('.')],
  ['werkzeug.serving', (name) => name.includes('.') || name === 'run_simple' || name === 'make_server'],
  ['werkzeug.wrappers.request', (name) => name === 'Request.application.<locals>.application'],
  ['werkzeug.wrappers.response', (name) => RESPONSE_NAMES.has(name)],
  ['werkzeug.wsgi', (name) => name === 'ClosingIterator.close'],
  ['werkzeug.exceptions', (name) => isMethod(name) && EXCEPTION_METHODS.has(name.slice(name.lastIndexOf('.') + 1))],
];

const isMethod = (qualname: string): boolean => qualname.lastIndexOf('.') > 0;

/** Decides which functions the recordings show. */
export class CallFilter {
  private readonly _known = new Map<string, boolean>();
  private readonly _appClasses: ReadonlySet<string>;

  /** @param appClasses names of the handlers and mixins of the module `apps`. */
  constructor(appClasses: Iterable<string>) {
    this._appClasses = new Set(appClasses);
  }

  keeps(name: string): boolean {
    let kept = this._known.get(name);
    if (kept === undefined) this._known.set(name, (kept = this._decide(name)));
    return kept;
  }

  private _decide(name: string): boolean {
    if (name.startsWith('apps.')) {
      const [owner = '', ...rest] = name.slice('apps.'.length).split('.');
      return rest.length > 0 && this._appClasses.has(owner);
    }
    for (const [module, keep] of RULES) {
      if (name.startsWith(`${module}.`)) return keep(name.slice(module.length + 1));
    }
    return false;
  }
}

/** The calls of a trace, one list for each thread of the server. */
export function callsOf(events: readonly TraceEvent[], server: string, filter: CallFilter): Labelled<CallEvent> {
  const labels = new Labels(server);
  const lists = new Map<string, CallEvent[]>();
  for (const { kind, name, tid, ...event } of events) {
    if (kind === 'thread') labels.add({ kind, name, tid, ...event });
    if (kind !== 'call' && kind !== 'return' && kind !== 'raise') continue;
    if (!filter.keeps(name)) continue;
    const label = labels.of(tid)?.label;
    if (label === undefined) continue;
    let list = lists.get(label);
    if (list === undefined) lists.set(label, (list = []));
    list.push([kind, name]);
  }
  for (const [label, list] of lists) lists.set(label, withoutIdleRounds(list));
  return sortedByLabel(lists);
}

/** Leaves out `service_actions()`, with all inside it, unless `_handle_request_noblock` was left right before it. */
export function withoutIdleRounds(events: readonly CallEvent[]): CallEvent[] {
  const out: CallEvent[] = [];
  for (let index = 0; index < events.length;) {
    const event = events[index] as CallEvent;
    const [kind, name] = event;
    if (kind !== 'call' || !name.endsWith('.service_actions')) {
      out.push(event);
      index += 1;
      continue;
    }
    const end = endOfCall(events, index);
    const before = events[index - 1];
    if (before !== undefined && before[0] !== 'call' && before[1] === NOBLOCK) out.push(...events.slice(index, end));
    index = end;
  }
  return out;
}

/** The index after the event that leaves the call at `start`. */
function endOfCall(events: readonly CallEvent[], start: number): number {
  let depth = 0;
  for (let index = start; index < events.length; index += 1) {
    depth += events[index]?.[0] === 'call' ? 1 : -1;
    if (depth === 0) return index + 1;
  }
  return events.length;
}
