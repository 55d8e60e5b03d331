/**
 * What embed.html and the page around it say to each other, and the checks of both sides: all else is ignored. None of
 * it is secret; `event.source` says who speaks, and events go only to the origin that has spoken first.
 */

/** The page around: how it looks, and in which language it is. */
export interface HostMessage {
  readonly glaswerk: 'host';
  readonly theme: 'light' | 'dark';
  readonly lang: string;
}

/** The frame: that it is there, how high it is, and an event of its element, whose detail is JSON. */
export type FrameMessage =
  | { readonly glaswerk: 'frame'; readonly say: 'hello' }
  | { readonly glaswerk: 'frame'; readonly say: 'height'; readonly height: number }
  | { readonly glaswerk: 'frame'; readonly say: 'event'; readonly type: string; readonly detail: string };

/** The events that leave the frame. */
export const EVENTS: readonly string[] = ['ready', 'run', 'step', 'answer', 'drift', 'error'].map(
  (name) => `glaswerk:${name}`,
);

/** Pixels: no frame becomes higher. */
export const MAX_HEIGHT = 20_000;
/** Characters of an event. */
export const MAX_DETAIL = 1_000_000;
/** As BCP 47 has it, as far as it matters here. */
const LANGUAGE = /^[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,4}$/i;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (data: unknown, from: 'host' | 'frame'): Fields | undefined =>
  typeof data === 'object' && (data as Fields | null)?.['glaswerk'] === from ? (data as Fields) : undefined;

export function readHostMessage(data: unknown): HostMessage | undefined {
  const { theme, lang } = fieldsOf(data, 'host') ?? {};
  if ((theme !== 'light' && theme !== 'dark') || typeof lang !== 'string') return undefined;
  return { glaswerk: 'host', theme, lang: LANGUAGE.test(lang) ? lang : '' };
}

export function readFrameMessage(data: unknown): FrameMessage | undefined {
  const fields = fieldsOf(data, 'frame');
  const { say, height, type, detail } = fields ?? {};
  const isKnown =
    say === 'hello' ||
    (say === 'height' && typeof height === 'number' && height > 0 && height <= MAX_HEIGHT) ||
    (say === 'event' && EVENTS.includes(type as string) && typeof detail === 'string' && detail.length <= MAX_DETAIL);
  return isKnown ? (fields as FrameMessage | undefined) : undefined;
}
