/** Moments of a machine as lines. */
import { momentsOf } from '../../../src/explain.ts';
import type { Moment } from '../../../src/explain.ts';
import type { Machine } from '../../../src/index.ts';

function lightText({ light: { bytes, keys, lanes, tab } }: Moment): string {
  const parts = [
    bytes === undefined ? '' : `${bytes.direction} ${bytes.from}-${bytes.to}`,
    keys === undefined ? '' : `${keys.length} keys`,
    (lanes ?? []).join(', '),
    tab ?? '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** `1.0 get_request fd=4 waiting=0 [kernel receive · sockets]`: client and request from 0, where there are any. */
function told(moment: Moment): string {
  const { name, client, request, cause } = moment;
  const whose = client === undefined ? '-' : `${client}${request === undefined ? '' : `.${request}`}`;
  const code = cause.code === name ? name : `${name}: ${cause.code}`;
  const values = Object.entries(cause.values).map(([key, value]) => ` ${key}=${value}`);
  return `${whose} ${code}${values.join('')} [${lightText(moment)}]`;
}

/** All moments that fit: whose, what and why, with what a face lights. */
export const storyOf = (machine: Machine, fits: (moment: Moment) => boolean = () => true): string[] =>
  momentsOf(machine).filter(fits).map(told);

/** The lines without what a face lights. */
export const reasonsOf = (machine: Machine, fits?: (moment: Moment) => boolean): string[] =>
  storyOf(machine, fits).map((line) => line.replace(/ \[.*$/, ''));
