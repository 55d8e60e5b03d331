/** A button that runs a command of time: its icon has the name of the command. */
import { html } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import type { IconName } from '../../kit/icons.ts';
import { COMMANDS } from '../../session/time/commands.ts';
import type { Command, CommandName } from '../../session/time/commands.ts';
import type { TimeState } from '../../session/time/state.ts';
import type { TimeModel } from '../../session/time/time-model.ts';

export type ButtonCommand = CommandName & IconName;

/** @param label its name. @param title what it does, with its key. */
export function commandButton(
  time: TimeModel,
  state: TimeState,
  name: ButtonCommand,
  [label, title]: readonly [label: string, title: string],
): unknown {
  const command: Command = COMMANDS[name];
  return html`<button
    class="quiet icon"
    aria-label=${label}
    title=${title}
    ?disabled=${!command.can(state)}
    @click=${() => command.run(time)}
  >
    ${icon(name)}
  </button>`;
}
