/** English: links and consent. */
export const SHARE = {
  'share.copied': 'Link copied.',
} as const;
