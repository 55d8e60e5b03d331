/** Line icons, drawn on a grid of 16. */
import { html } from 'lit/html.js';

const PATHS = {
  plus: 'M8 3.5v9M3.5 8h9',
  cross: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  before: 'M9.5 3.5L5 8l4.5 4.5',
  after: 'M6.5 3.5L11 8l-4.5 4.5',
  start: 'M4 3.5v9M12.5 3.5L6.5 8l6 4.5z',
  back: 'M10.5 3.5L4.5 8l6 4.5z',
  forward: 'M5.5 3.5l6 4.5-6 4.5z',
  end: 'M12 3.5v9M3.5 3.5l6 4.5-6 4.5z',
  previous: 'M13 4L8 8l5 4M8 4L3 8l5 4',
  next: 'M3 4l5 4-5 4M8 4l5 4-5 4',
  play: 'M5 3.2v9.6l7.5-4.8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  hold: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2M6.5 6v4M9.5 6v4',
  resume: 'M3.5 3.5v9M7 3.5v9l6-4.5z',
  breakpoint: 'M8 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
  here: 'M2 4h5.5M2 12h5.5M2 8h3M11 5.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z',
  schedule: 'M2 8h3.5l3-4.2H13M5.5 8l3 4.2H13M11 1.8l2 2-2 2M11 10.2l2 2-2 2',
  into: 'M8 2v7M5.2 6.4L8 9.2l2.8-2.8M6.5 12.8h3',
  over: 'M2.5 8.5a5.5 5.5 0 0 1 10.6-2M13.4 3v3.6H9.8M6.5 12.8h3',
  out: 'M8 9.5v-7M5.2 5.1L8 2.3l2.8 2.8M6.5 12.8h3',
  eye: 'M1.5 8C3.4 5 5.6 3.6 8 3.6S12.6 5 14.5 8C12.6 11 10.4 12.4 8 12.4S3.4 11 1.5 8M8 6.1a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8',
  search: 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8M10 10l3.2 3.2',
  origin: 'M8 2.5v11M5 5.5l3-3 3 3M5 10.5l3 3 3-3',
  up: 'M4 9.5L8 5.5l4 4',
  down: 'M4 6.5l4 4 4-4',
  enlarge: 'M9.5 3H13v3.5M13 3L9 7M6.5 13H3V9.5M3 13l4-4',
  shrink: 'M12.5 7H9V3.5M9 7l4-4M3.5 9H7v3.5M7 9l-4 4',
  fit: 'M2.5 4v8M13.5 4v8M5 8h6M6.5 6.2L4.8 8l1.7 1.8M9.5 6.2L11.2 8 9.5 9.8',
  share: 'M6.5 9.5l3-3M7 4.8l1.3-1.3a2.9 2.9 0 0 1 4.1 4.1L11.2 9M9 11.2l-1.3 1.3a2.9 2.9 0 0 1-4.1-4.1L4.8 7',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5v3.2l2.2 1.6',
  compare: 'M6.5 3.5h-4v9h4M9.5 3.5h4v9h-4M8 2v12',
  tabs: 'M2.5 6.5h11v6h-11zM2.5 6.5v-3h4.5v3',
  columns: 'M2.5 3.5h11v9h-11zM8 3.5v9',
  key: 'M3.5 3h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1M5.8 10.6L8 5.4l2.2 5.2M6.6 8.9h2.8',
  keyboard: 'M2 4.5h12v7H2zM4.5 7h.2M6.8 7h.2M9 7h.2M11.3 7h.2M5.5 9.4h5',
  chevron: 'M6.5 4.5L10 8l-3.5 3.5',
  branch: 'M5 3v10M5 9.5c4 0 6-1 6-4.5M5 13.5v0M11 3.2v1.6',
  edit: 'M10.6 3.1l2.3 2.3-7.6 7.6-2.8.5.5-2.8zM9 4.7L11.3 7',
  restart: 'M12.8 6A5.2 5.2 0 1 0 13 9.6M13 3v3.2H9.8',
  power: 'M8 2.5v5M5 4.4a4.8 4.8 0 1 0 6 0',
  auto: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11',
  more: 'M3.5 8h.2M8 8h.2M12.5 8h.2',
  light:
    'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  dark: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z',
} as const;

export type IconName = keyof typeof PATHS;

/** An icon; the button around it carries the name. */
export function icon(name: IconName): unknown {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
