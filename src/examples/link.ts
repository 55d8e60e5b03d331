/**
 * The networks that the page offers, and the attribute `link` of an example, which names one of them or gives settings.
 */
import type { LinkSettings } from '../index.ts';
import { LINK_SETTING_NAMES } from '../vocabulary.ts';

export interface NetworkProfile {
  /** `page.network.NAME` is its title, `page.network.NAME.hint` what it does. */
  readonly name: 'perfect' | 'wifi' | 'phone' | 'satellite' | 'tunnel' | 'bytes';
  readonly link: LinkSettings;
}

export const NETWORKS: readonly NetworkProfile[] = [
  { name: 'perfect', link: {} },
  {
    name: 'wifi',
    link: { latency: 0.01, jitter: 0.002, bandwidth: 5_000_000, segment: 1_460 },
  },
  {
    name: 'phone',
    link: { latency: 0.05, jitter: 0.05, loss: 0.01, bandwidth: 250_000, segment: 1_400 },
  },
  {
    name: 'satellite',
    link: { latency: 0.3, bandwidth: 2_000_000, segment: 1_460 },
  },
  {
    name: 'tunnel',
    link: { latency: 0.025, loss: 0.2, segment: 536 },
  },
  { name: 'bytes', link: { bandwidth: 100, segment: 1 } },
];

/** The place of the profile that has these settings; -1 when none has. */
export const placeOf = (link: LinkSettings): number =>
  NETWORKS.findIndex((profile) => LINK_SETTING_NAMES.every((name) => (link[name] ?? 0) === (profile.link[name] ?? 0)));

/**
 * The settings that an author writes: the name of a profile, or JSON such as `{"latency":0.1}`. The machine checks the
 * settings themselves. Throws Error for anything else.
 */
export function linkOf(attribute: string): LinkSettings {
  const text = attribute.trim();
  const profile = NETWORKS.find(({ name }) => name === text);
  if (profile !== undefined) return profile.link;
  const settings = settingsIn(text);
  if (settings !== undefined) return settings;
  const names = NETWORKS.map(({ name }) => name).join(', ');
  throw new Error(`link: '${text}' is not a network; there are ${names}, or settings as JSON, such as {"latency":0.1}`);
}

function settingsIn(text: string): LinkSettings | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as LinkSettings;
  } catch {
    return undefined;
  }
}
