/** English: the top bar, the banner, the keys. */
export const PAGE = {
  'page.theme': 'Theme: {theme}',
} as const;
