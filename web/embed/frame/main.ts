/** Starts the iframe form, embed.html. */

export const FRAME_PAGE = 'embed.html';
