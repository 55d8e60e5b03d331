/** The networks that the page offers. Times are what `ping` would show: there and back. */
import type { LinkSettings } from '../../src/index.ts';
import { LINK_SETTING_NAMES } from '../../src/vocabulary.ts';

export interface NetworkProfile {
  readonly title: string;
  /** What it does, exactly. */
  readonly hint: string;
  readonly link: LinkSettings;
}

export const NETWORKS: readonly NetworkProfile[] = [
  { title: 'Perfect', hint: 'What is sent is there at once', link: {} },
  {
    title: 'Wi-Fi 20 ms',
    hint: '10 ms each way, up to 2 ms more, 5 MB a second',
    link: { latency: 0.01, jitter: 0.002, bandwidth: 5_000_000, segment: 1_460 },
  },
  {
    title: 'Phone 150 ms ± 50, 1 % loss',
    hint: '50 ms each way, up to 50 ms more, 250 kB a second; one segment in a hundred is lost and sent again',
    link: { latency: 0.05, jitter: 0.05, loss: 0.01, bandwidth: 250_000, segment: 1_400 },
  },
  {
    title: 'Satellite 600 ms',
    hint: '300 ms each way, 2 MB a second',
    link: { latency: 0.3, bandwidth: 2_000_000, segment: 1_460 },
  },
  {
    title: 'Tunnel, 20 % loss',
    hint: '25 ms each way; one segment in five is lost and sent again',
    link: { latency: 0.025, loss: 0.2, segment: 536 },
  },
  { title: 'Byte by byte', hint: 'One byte in a segment, 100 bytes a second', link: { bandwidth: 100, segment: 1 } },
];

/** The place of the profile that has these settings; -1 when none has. */
export const placeOf = (link: LinkSettings): number =>
  NETWORKS.findIndex((profile) => LINK_SETTING_NAMES.every((name) => (link[name] ?? 0) === (profile.link[name] ?? 0)));
