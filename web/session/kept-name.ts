/**
 * Under this name the storage of a tab keeps where its reader was; kept-moment.ts, which reads it, is loaded when there
 * is something.
 */
export const KEPT_MOMENT = 'glaswerk-here';
