/** Plans as sentences. */
import type { PlannedInfo, When } from '../../../src/host/protocol.ts';
import type { Texts } from '../../texts/texts.ts';

const MICROS_PER_SECOND = 1_000_000;

/** Virtual time in seconds, to the microsecond. */
export const secondsText = (micros: number): string => `${(micros / MICROS_PER_SECOND).toFixed(6)} s`;

/** `at 2.000000 s`, `at step 1,200`, `at step 1,200, not before 2.000000 s`, `as soon as the machine is idle`. */
export function whenText(texts: Texts, { step, timeMicros }: When): string {
  if (step !== undefined && timeMicros !== undefined) {
    return texts.say('clients.plan.stepAndTime', { step, time: secondsText(timeMicros) });
  }
  if (step !== undefined) return texts.say('clients.plan.step', { step });
  return timeMicros === undefined
    ? texts.say('clients.plan.rest')
    : texts.say('clients.plan.time', { time: secondsText(timeMicros) });
}

/** `client 1 sends 18 bytes at 2.000000 s`. @param who the name of the client. */
export function planText(texts: Texts, who: string, { action, when }: Omit<PlannedInfo, 'id' | 'client'>): string {
  const values = { who, when: whenText(texts, when) };
  return action.act === 'send'
    ? texts.say('clients.plan.send', { ...values, count: action.bytes.length })
    : texts.say(`clients.plan.${action.act}`, values);
}
