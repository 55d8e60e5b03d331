/** What is wrong with the moment that an author, or a script, has named; empty where nothing is. */
import type { Texts } from '../../texts/texts.ts';
import type { Moment } from './at.ts';

/** `#2` and `@2`: the second one of a name. */
const PLACE = /[#@]\d+$/;

export function momentText(texts: Texts, moment: Moment): string {
  if ('step' in moment) return '';
  if ('unloaded' in moment) return texts.say('stage.at.unloaded', { name: moment.unloaded });
  if ('beyond' in moment) {
    const { beyond: name, there } = moment;
    if (/^\d+$/.test(name)) return texts.say('stage.at.beyond.step', { name, there });
    return texts.say('stage.at.beyond', { name, plain: name.replace(PLACE, ''), count: there });
  }
  const { unknown: name, near } = moment;
  if (near.length === 0) return texts.say('stage.at.unknown', { name });
  return texts.say('stage.at.near', { name, names: near.join(', ') });
}
