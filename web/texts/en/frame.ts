/** English: what embed.html says beside its element. It carries both languages, so the sentences are few and short. */
export const FRAME = {
  code: 'This link brings an app of its own, which you read before it runs.',
  open: 'Open it in a tab',
} as const;

/** Names a sentence of the frame. */
export type FrameKey = keyof typeof FRAME;
