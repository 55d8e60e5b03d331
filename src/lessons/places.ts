/** Finds a place of a lesson in the moments of a log: by what happens there, whatever the numbers of the steps are. */
import type { Moment } from '../explain/moments/moment.ts';
import type { Place } from './lesson.ts';

/** The moment at a place; undefined when it has not come. */
export function momentAt(moments: readonly Moment[], place: Place): Moment | undefined {
  return fitting(moments, place).at(place.nth ?? 0);
}

/** The place of a moment: what finds it again in the same log. */
export function placeOfMoment(moments: readonly Moment[], moment: Moment): Place {
  const { name, client } = moment;
  const place = { moment: name, ...(client === undefined ? {} : { client }) };
  const nth = fitting(moments, place).findIndex(({ step }) => step === moment.step);
  return nth > 0 ? { ...place, nth } : place;
}

/** A place in words, for messages: `drain of client 1`, `write of client 0, the last`. */
export function placeText({ moment, client, nth = 0 }: Place): string {
  const whose = client === undefined ? '' : ` of client ${client}`;
  if (nth === 0) return moment + whose;
  return nth === -1 ? `${moment}${whose}, the last` : `${moment}${whose}, number ${nth}`;
}

const fitting = (moments: readonly Moment[], { moment, client }: Place): Moment[] =>
  moments.filter((found) => found.name === moment && (client === undefined || found.client === client));
