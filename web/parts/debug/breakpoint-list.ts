/** The breakpoints that are set: each can be switched off, changed and removed. */
import { noticeText } from '../../session/notices.ts';
import { html, nothing } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { BreakpointSpec } from '../../../src/index.ts';
import type { BreakpointKind } from '../../../src/vocabulary.ts';
import { icon } from '../../kit/icons.ts';
import { breakpointsHit } from '../../session/debug/state.ts';
import type { DebugState, PageBreakpoint } from '../../session/debug/state.ts';
import type { Texts } from '../../texts/texts.ts';
import { breakpointLimits, breakpointTitle } from './sentences.ts';
import { fieldsOf } from './spec.ts';

/** What the list asks for. */
export interface BreakpointActions {
  edit(id: number, spec: BreakpointSpec): void;
  switchTo(id: number, isOn: boolean): void;
  remove(id: number): void;
}

/** The signs of the list of steps, with their colours. */
const SIGNS: Readonly<Record<BreakpointKind, readonly [sign: string, tone: string]>> = {
  call: ['→', 'calls'],
  leave: ['←', 'calls'],
  syscall: ['◆', 'syscalls'],
  wait: ['◇', 'syscalls'],
  bytes: ['▤', 'buffers'],
  pattern: ['▤', 'buffers'],
  state: ['●', 'log'],
  moment: ['▲', 'log'],
};

export function breakpointList(texts: Texts, state: DebugState, actions: BreakpointActions): unknown {
  if (state.breakpoints.length === 0) return html`<p class="empty">${texts.say('debug.empty')}</p>`;
  const hit = breakpointsHit(state);
  return html`<ul class="breakpoint-list" aria-label=${texts.say('debug.list')}>
    ${repeat(
      state.breakpoints,
      ({ id }) => id,
      (one) => item(texts, one, hit.includes(one), actions),
    )}
  </ul>`;
}

function item(texts: Texts, breakpoint: PageBreakpoint, isHit: boolean, actions: BreakpointActions): unknown {
  const { id, spec, isOn, hits, problem } = breakpoint;
  const title = breakpointTitle(texts, spec);
  const change = (event: Event): void => actions.switchTo(id, (event.target as HTMLInputElement).checked);
  return html`<li class="${isOn ? '' : 'is-off'} ${isHit ? 'is-hit' : ''}" aria-current=${isHit ? 'true' : nothing}>
    <input
      type="checkbox"
      aria-label=${texts.say('debug.stopAt', { breakpoint: title })}
      title=${texts.say(isOn ? 'debug.switchOff' : 'debug.switchOn')}
      .checked=${isOn}
      @change=${change}
    />
    ${what(texts, spec, () => actions.edit(id, spec))}
    ${isHit ? html`<span class="badge here">${texts.say('debug.stoppedHere')}</span>` : nothing}
    ${
      hits === 0
        ? nothing
        : html`<span class="hits" title=${texts.say('debug.hits.title')}>${texts.say('debug.hits', { hits })}</span>`
    }
    <button
      class="quiet icon"
      aria-label=${texts.say('debug.remove.label', { breakpoint: title })}
      title=${texts.say('debug.remove')}
      @click=${() => actions.remove(id)}
    >
      ${icon('cross')}
    </button>
    ${problem === undefined ? nothing : html`<p class="fault" role="alert">${noticeText(texts, problem)}</p>`}
  </li>`;
}

/** What a breakpoint stops at; a press opens it in the form. */
function what(texts: Texts, spec: BreakpointSpec, edit: () => void): unknown {
  const { kind } = fieldsOf(spec);
  const [sign, tone] = SIGNS[kind];
  const title = breakpointTitle(texts, spec);
  const limits = breakpointLimits(texts, spec);
  const whole = { kind: texts.say(`debug.kind.${kind}`), breakpoint: spec.call ?? spec.leave ?? title };
  return html`<button class="breakpoint-what" title=${texts.say('debug.change', whole)} @click=${edit}>
    <span class="sign kind-${tone}" aria-hidden="true">${sign}</span>
    <span class="mono">${title}</span>
    ${limits.length === 0 ? nothing : html`<span class="faint">${limits.join(' · ')}</span>`}
  </button>`;
}
