/** What is wrong with a draft, as sentences. */
import type { Texts } from '../../texts/texts.ts';
import type { PlaceFault } from './later-draft.ts';
import { secondsText } from './plan-text.ts';

export function placeFaultText(texts: Texts, fault: PlaceFault): string {
  if ('step' in fault) return texts.say(`clients.fault.${fault.code}`, { step: fault.step });
  if ('time' in fault) return texts.say(`clients.fault.${fault.code}`, { time: secondsText(fault.time) });
  return texts.say(`clients.fault.${fault.code}`);
}
