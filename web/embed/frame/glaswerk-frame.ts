/** The helper of pages that embed Glaswerk in an iframe: fits its height and passes on theme and language. */

export const FRAME_HELPER = 'glaswerk-frame';
