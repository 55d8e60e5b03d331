/** Line icons, drawn on a grid of 16. */
import { html } from 'lit/html.js';

const PATHS = {
  plus: 'M8 3.5v9M3.5 8h9',
  cross: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  start: 'M4 3.5v9M12.5 3.5L6.5 8l6 4.5z',
  back: 'M10.5 3.5L4.5 8l6 4.5z',
  forward: 'M5.5 3.5l6 4.5-6 4.5z',
  end: 'M12 3.5v9M3.5 3.5l6 4.5-6 4.5z',
  previous: 'M13 4L8 8l5 4M8 4L3 8l5 4',
  next: 'M3 4l5 4-5 4M8 4l5 4-5 4',
  edit: 'M10.6 3.1l2.3 2.3-7.6 7.6-2.8.5.5-2.8zM9 4.7L11.3 7',
  restart: 'M12.8 6A5.2 5.2 0 1 0 13 9.6M13 3v3.2H9.8',
  power: 'M8 2.5v5M5 4.4a4.8 4.8 0 1 0 6 0',
  auto: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11',
  light:
    'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  dark: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z',
} as const;

export type IconName = keyof typeof PATHS;

/** An icon; the button around it carries the name. */
export function icon(name: IconName): unknown {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
