/** The classes of the server and of its handler, with the methods that are running. */
import { html, nothing } from 'lit/html.js';
import {
  DATAGRAM_HANDLER_LADDER,
  DATAGRAM_LADDERS,
  HANDLER_LADDER,
  SERVER_LADDERS,
  rungStates,
} from '../../session/ladders.ts';
import type { Rung, RungState } from '../../session/ladders.ts';
import type { Texts } from '../../texts/texts.ts';
import type { ServerMoment } from './moment.ts';

export function classLadders(texts: Texts, { kind, isDatagram, threads, focus }: ServerMoment): unknown {
  const states = rungStates(threads, focus);
  const servers = isDatagram ? DATAGRAM_LADDERS : SERVER_LADDERS;
  return [
    ladder(texts.say('ladder.server'), servers[kind], states),
    ladder(texts.say('ladder.handler'), isDatagram ? DATAGRAM_HANDLER_LADDER : HANDLER_LADDER, states),
  ];
}

const ladder = (title: string, rungs: readonly Rung[], states: ReadonlyMap<string, RungState>): unknown =>
  html`<div class="ladder" role="group" aria-label=${title}>
    <h3>${title}</h3>
    <ol>
      ${rungs.map((rung) => rungView(rung, states.get(rung.name)))}
    </ol>
  </div>`;

function rungView({ name, module }: Rung, state: RungState | undefined): unknown {
  const isInnermost = state?.isInnermost === true;
  const tone = state === undefined ? '' : isInnermost ? 'is-lit' : 'is-live';
  return html`<li class="rung ${tone}" title="${module}.${name}" aria-current=${isInnermost ? 'true' : nothing}>
    <span class="rung-name">${name}</span><span class="rung-method">${state?.method ?? ''}</span>
  </li>`;
}
