/**
 * Finds where things came from and where they go, in the log and the newest snapshot of a session: so the fate is known
 * also of what is looked at in the past.
 */
import type { Snapshot } from '../../../src/index.ts';
import { Explainer } from '../../../src/explain/origin/explainer.ts';
import type { LinkBytes, OriginLink, OriginSubject, What } from '../../../src/explain/origin/link.ts';
import { originText } from '../../../src/explain/origin/origin-text.ts';
import { EN } from '../../../src/explain/origin/sentences/en.ts';
import { ZH } from '../../../src/explain/origin/sentences/zh.ts';
import type { Trail } from '../../../src/explain/origin/trail.ts';
import type { Language } from '../../texts/texts.ts';
import type { Stream } from '../lanes.ts';
import type { StepLog } from '../log/step-log.ts';
import type { Marks, PageState } from '../store.ts';
import { chainOf, stepOf } from './chain.ts';
import type { Chain, ChainLink } from './chain.ts';
import { inHeadersBuffer, requestAt, subjectOf } from './subjects.ts';

const LF = 0x0a;

/** A key or an attribute of one request among others, which the reader sees at a step. */
export interface Asked {
  readonly subject: OriginSubject;
  /** How many steps of the log had happened in what was shown. */
  readonly cursor: number;
}

export class OriginFinder {
  private readonly _log: StepLog;
  private readonly _live: () => Snapshot | undefined;
  private _explainer: Explainer;
  private _version: number;

  /** @param live the machine at the end of its log. */
  constructor(log: StepLog, live: () => Snapshot | undefined) {
    this._log = log;
    this._live = live;
    this._version = log.version;
    this._explainer = this._newExplainer();
  }

  /**
   * Undefined for what is not there, or not any more.
   * @param via the link by which the reader comes to it.
   */
  find(subject: OriginSubject, via?: ChainLink): Chain | undefined {
    if (this._live() === undefined) return undefined;
    this._renew();
    try {
      return chainOf(this._explainer.originOf(subject), this._explainer.fateOf(subject), via);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** What was asked for at a step: of several requests of a connection, the one that was handled then. */
  settle({ subject, cursor }: Asked): OriginSubject {
    if (!('environ' in subject || 'attribute' in subject || 'header' in subject)) return subject;
    if (subject.request !== undefined || subject.client === undefined) return subject;
    const request = requestAt(this.trail(subject.client), cursor - 1);
    return request === undefined ? subject : { ...subject, request };
  }

  /** What a link is when it is asked for itself. @param chain the chain that it belongs to. */
  subjectOf(link: ChainLink, chain: Chain, asked: OriginSubject): OriginSubject | undefined {
    const client = clientOf(chain, asked);
    return subjectOf(link, { client, trail: this.trail(client) });
  }

  /** What belongs to a chain: in each stream from the first of its bytes to the last one. */
  marks(chain: Chain, asked: OriginSubject): Marks {
    const links = [...chain.origin, chain.via ?? chain.thing, chain.thing, ...chain.fate];
    const trail = this.trail(clientOf(chain, asked));
    const spans: Partial<Record<Stream, { from: number; to: number }>> = {};
    const add = (stream: Stream, from: number, to: number): void => {
      const { from: first = from, to: last = to } = spans[stream] ?? {};
      spans[stream] = { from: Math.min(first, from), to: Math.max(last, to) };
    };
    for (const { bytes, lane } of links) {
      for (const { direction, from, to } of bytes) {
        add(direction, from, to);
        if (lane === 'headers buffer') add('headers', inHeadersBuffer(trail, from), inHeadersBuffer(trail, to - 1) + 1);
      }
    }
    const lines = trail === undefined ? [] : this._logLines(trail, spans.request);
    return {
      ...spans,
      environKeys: [...new Set(links.flatMap(({ key }) => key?.name ?? []))],
      values: [...new Set(links.flatMap(valueOf))],
      logLines: 'log' in asked ? [asked.log, ...lines] : lines,
      step: stepOf(chain.thing, chain),
    };
  }

  /** The lines of the log that tell of requests whose first lines these bytes touch. */
  private _logLines({ handling }: Trail, bytes: { readonly from: number; readonly to: number } | undefined): number[] {
    if (handling === undefined || bytes === undefined) return [];
    const told = handling.requests.filter(({ line }) => line.from < bytes.to && bytes.from < line.to);
    const logged = this._explainer.follower.logged.filter(({ request }) => told.some((one) => one === request));
    if (logged.length === 0) return [];
    const log = new TextEncoder().encode(this._live()?.log);
    return logged.map(({ from }) => log.subarray(0, from).filter((byte) => byte === LF).length);
  }

  text(what: What, language: Language): string {
    return originText(what, language === 'zh' ? ZH : EN);
  }

  /** Bytes of a connection; those that are not kept any more are left out. */
  bytes({ client, direction, from, to }: LinkBytes): Uint8Array {
    const lanes = this._live()?.connections.find((one) => one.client === client)?.lanes ?? [];
    const names = direction === 'request' ? ['client out'] : ['wfile', 'client in'];
    const [lane] = lanes
      .filter(({ name }) => names.includes(name))
      .toSorted((one, other) => other.dropped + other.bytes.length - one.dropped - one.bytes.length);
    return lane === undefined
      ? new Uint8Array()
      : lane.bytes.subarray(Math.max(0, from - lane.dropped), Math.max(0, to - lane.dropped));
  }

  /** The value of a key, if it is a text and the handler still has it. */
  value({ name, request }: NonNullable<OriginLink['key']>, client: number): string | undefined {
    const trail = this.trail(client);
    if (trail === undefined || request !== (trail.handling?.requests.length ?? 0) - 1) return undefined;
    const value = trail.connection.handler?.environ?.find(([key]) => key === name)?.[1];
    return typeof value === 'string' ? value : undefined;
  }

  /** What is known of a client's connection. */
  trail(client: number): Trail | undefined {
    if (this._live() === undefined) return undefined;
    this._renew();
    try {
      return this._explainer.trail(client);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** Steps were forgotten. */
  private _renew(): void {
    if (this._version === this._log.version) return;
    this._version = this._log.version;
    this._explainer = this._newExplainer();
  }

  private _newExplainer(): Explainer {
    // Asked for only once there is a snapshot; see `find`.
    return new Explainer(this._log, () => this._live() as Snapshot);
  }
}

/** While a reader is asked what comes next, a chain does not tell it. */
export function knownBy(chain: Chain, { hidesFuture, cursor }: PageState): Chain {
  if (!hidesFuture || cursor === undefined) return chain;
  const hasHappened = ({ step = Infinity }: ChainLink): boolean => step < cursor;
  return { ...chain, origin: chain.origin.filter(hasHappened), fate: chain.fate.filter(hasHappened) };
}

/** The attribute of the handler, or the header, that a link is about. */
function valueOf({ what, header }: ChainLink): string | readonly string[] {
  if (header !== undefined) return header;
  if (what.code === 'start.status') return 'status_set';
  return what.code.startsWith('attribute') ? String(what.values['name']) : [];
}

/** Whose bytes a chain is about: that of the first bytes in it. */
export function clientOf({ origin, thing, fate }: Chain, asked: OriginSubject): number {
  const [bytes] = [thing, ...origin, ...fate].flatMap((link) => link.bytes);
  return bytes?.client ?? ('client' in asked ? asked.client : undefined) ?? 0;
}
