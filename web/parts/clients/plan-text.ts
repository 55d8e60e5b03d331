/** Plans in words. */
import { bytesText } from '../../kit/bytes-text.ts';
import type { ClientAction, PlannedInfo, When } from '../../../src/host/protocol.ts';

const MICROS_PER_SECOND = 1_000_000;

/** Virtual time in seconds, to the microsecond. */
export function secondsText(micros: number): string {
  return `${(micros / MICROS_PER_SECOND).toFixed(6)} s`;
}

/** `at 2.000000 s`, `at step 1,200`, `at step 1,200, not before 2.000000 s`, `as soon as the machine rests`. */
export function whenText({ step, time }: When): string {
  if (step !== undefined) {
    return `at step ${step.toLocaleString('en')}${time === undefined ? '' : `, not before ${secondsText(time)}`}`;
  }
  return time === undefined ? 'as soon as the machine rests' : `at ${secondsText(time)}`;
}

function actionText(action: ClientAction): string {
  switch (action.act) {
    case 'connect':
      return 'connects';
    case 'send':
      return `sends ${bytesText(action.bytes.length)}`;
    case 'shutdownWrite':
      return 'half-closes';
    case 'close':
      return 'closes';
    case 'reset':
      return 'resets';
  }
}

/** `client 1 sends 18 bytes at 2.000000 s`. @param who what the client is called. */
export function planText(who: string, { action, when }: Omit<PlannedInfo, 'id' | 'client'>): string {
  return `${who} ${actionText(action)} ${whenText(when)}`;
}
