/** English: the buffers. */
export const BUFFERS = {
  'buffers.title': 'Buffers',
} as const;
