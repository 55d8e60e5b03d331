/** One link of a chain: when it happened and in which thread, what it was, where, and the bytes. */
import { html, nothing } from 'lit/html.js';
import type { OriginSubject } from '../../../src/explain/origin/link.ts';
import { withCode } from '../../kit/with-code.ts';
import { LANES } from '../../session/lanes.ts';
import { laneLabel } from '../../session/log/lane-names.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import { stepOf } from '../../session/origins/chain.ts';
import type { Chain, ChainLink } from '../../session/origins/chain.ts';
import { clientOf } from '../../session/origins/finder.ts';
import type { OriginFinder } from '../../session/origins/finder.ts';
import type { Texts } from '../../texts/texts.ts';
import { streamBytes, valueBytes } from './link-bytes.ts';

/** How many characters of a detail are shown. */
const MOST = 120;

/** What rows are drawn with. */
export interface RowContext {
  readonly texts: Texts;
  readonly finder: OriginFinder;
  readonly log: StepLog;
  readonly chain: Chain;
  readonly subject: OriginSubject | undefined;
}

export interface RowLink {
  readonly link: ChainLink;
  readonly role: 'origin' | 'thing' | 'fate';
  readonly pick: () => void;
}

export function linkRow(context: RowContext, { link, role, pick }: RowLink): unknown {
  const { texts, finder, log, chain } = context;
  const step = stepOf(link, chain);
  const place = placeOf(texts, link);
  const isThing = role === 'thing';
  const sentence = ({ what }: ChainLink): unknown => withCode(finder.text(what, texts.language));
  return html`<li class="chain-link is-${role} ${step === undefined ? 'is-open' : ''}">
    <button
      class="chain-row"
      aria-current=${isThing ? 'true' : nothing}
      title=${step === undefined ? nothing : texts.say('origins.go', { step: step + 1 })}
      @click=${pick}
    >
      <span class="chain-step">
        ${step === undefined ? nothing : html`<span class="sr">${texts.say('origins.step')}</span> ${step + 1}`}
      </span>
      <span class="chain-what">${sentence(link)}</span>
      ${isThing && chain.via !== undefined ? html`<span class="chain-via">${sentence(chain.via)}</span>` : nothing}
      <span class="chain-where">
        ${step === undefined ? nothing : threadOf(texts, log, step)}${
          place === undefined ? nothing : html`<span class="chain-place">${place}</span>`
        }
      </span>
      ${bytesOf(context, link)}
    </button>
  </li>`;
}

function placeOf(texts: Texts, { lane, key, header }: ChainLink): string | undefined {
  if (lane !== undefined) {
    const known = LANES.find(({ name }) => name === lane);
    return known === undefined ? undefined : texts.say(known.title);
  }
  return key !== undefined ? 'environ' : header === undefined ? undefined : 'headers_set';
}

function threadOf(texts: Texts, log: StepLog, step: number): unknown {
  const tid = log.at(step)?.tid ?? 0;
  const { lanes } = log.track;
  const lane = lanes.find((one) => one.tid === tid);
  if (lane === undefined) return nothing;
  const name = laneLabel(texts, lane, lane === lanes.find((one) => one.name === lane.name));
  return html`<i class="step-thread" data-thread=${log.colourOf(tid)}></i><span>${name}</span>`;
}

/** Its bytes; anything else is shown as the list of steps shows it. */
function bytesOf({ finder, log, chain, subject }: RowContext, { bytes, whole, key, step }: ChainLink): unknown {
  if (bytes.length > 0) return streamBytes(finder, bytes, whole);
  const value = key === undefined || subject === undefined ? undefined : finder.value(key, clientOf(chain, subject));
  if (key !== undefined && value !== undefined) return valueBytes(value, key);
  const detail = step === undefined ? '' : (log.at(step)?.detail ?? '');
  if (key !== undefined || detail === '') return nothing;
  return html`<span class="chain-bytes">${detail.length > MOST ? `${detail.slice(0, MOST)}…` : detail}</span>`;
}
