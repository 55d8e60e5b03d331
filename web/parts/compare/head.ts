/** The head of the comparison: the two servers, the moves, and how many lines differ in which way. */
import { html, nothing } from 'lit/html.js';
import type { AnswerByte } from '../../../src/explain/origin/first-byte.ts';
import type { ServerKind } from '../../../src/host/protocol.ts';
import { SERVER_KINDS } from '../../../src/vocabulary.ts';
import { icon } from '../../kit/icons.ts';
import { rich } from '../../kit/rich.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Lines } from './lines.ts';
import { MOVE_BUTTONS } from './moves.ts';
import type { Move } from './moves.ts';
import { serverText } from './words.ts';

export interface HeadState {
  readonly left: ServerKind;
  /** The server that is compared with it, or that was asked for. */
  readonly right: ServerKind | undefined;
  /** Undefined until the other machine has replayed the inputs. */
  readonly lines: Lines | undefined;
  readonly line: number;
  /** The first byte that the clients of both have received differently. */
  readonly byte: AnswerByte | undefined;
  /** What the reader should know about the comparison. */
  readonly note: string;
}

export interface HeadActions {
  choose(server: ServerKind): void;
  /** Whether a move leads anywhere. */
  canMove(move: Move): boolean;
  move(move: Move): void;
  /** To the step that wrote the byte. */
  goToByte(): void;
  close(): void;
}

export function headView(texts: Texts, state: HeadState, actions: HeadActions): unknown {
  const { left, right, lines, note } = state;
  const servers = html`<span class="segments" role="group" aria-label=${texts.say('compare.with')}>
    ${SERVER_KINDS.filter((server) => server !== left).map(
      (server) =>
        html`<button aria-pressed=${server === right} @click=${() => actions.choose(server)}>
          ${serverText(texts, server)}
        </button>`,
    )}
  </span>`;
  return html`<div class="pane-head compare-head">
    <h2>${texts.say('compare.title')}</h2>
    <span class="compare-kinds"
      >${rich(texts, 'compare.servers', { left: html`<b>${serverText(texts, left)}</b>`, right: servers })}</span
    >
    ${transport(texts, actions)}
    <span class="compare-count">${lines === undefined ? nothing : position(texts, state.line, lines.length)}</span>
    ${lines === undefined || right === undefined ? nothing : legend(texts, [left, right], lines)}
    ${state.byte === undefined ? nothing : byteButton(texts, state.byte, actions)}
    <span class="spring"></span>
    <span class="pane-subject" title=${note}>${note}</span>
    <button
      class="quiet icon"
      aria-label=${texts.say('compare.close')}
      title=${texts.say('compare.close.hint')}
      @click=${() => actions.close()}
    >
      ${icon('cross')}
    </button>
  </div>`;
}

const transport = (texts: Texts, actions: HeadActions): unknown =>
  html`<div class="transport" role="group" aria-label=${texts.say('compare.moves')}>
    ${MOVE_BUTTONS.map(([move, name, key]) => {
      const title = texts.say(key);
      return html`<button
        class="quiet icon"
        aria-label=${title}
        title=${title}
        ?disabled=${!actions.canMove(move)}
        @click=${() => actions.move(move)}
      >
        ${icon(name)}
      </button>`;
    })}
  </div>`;

const byteButton = (texts: Texts, { client, byte }: AnswerByte, actions: HeadActions): unknown =>
  html`<button class="quiet compare-byte" title=${texts.say('compare.byte.hint')} @click=${() => actions.goToByte()}>
    ${texts.say('compare.byte', { byte, client: client + 1 })}
  </button>`;

const position = (texts: Texts, line: number, length: number): unknown =>
  rich(texts, 'compare.position', { line: html`<b>${texts.number(line + 1)}</b>`, length: texts.number(length) });

/** The counts explain the colours, too. */
function legend(texts: Texts, [left, right]: readonly [ServerKind, ServerKind], { counts }: Lines): unknown {
  const entries = [
    ['left', texts.say('compare.legend.only', { count: counts.left, server: serverText(texts, left) })],
    ['right', texts.say('compare.legend.only', { count: counts.right, server: serverText(texts, right) })],
    ['apart', texts.say('compare.legend.apart', { count: counts.apart })],
    ['other', texts.say('compare.legend.other', { count: counts.other })],
  ] as const;
  return html`<ul class="compare-legend" aria-label=${texts.say('compare.legend')}>
    ${entries.map(
      ([kind, text]) => html`<li class=${counts[kind] === 0 ? 'faint' : ''}><i class="legend-${kind}"></i>${text}</li>`,
    )}
  </ul>`;
}
