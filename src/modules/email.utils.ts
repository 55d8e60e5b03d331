/** Python's module `email.utils`. */
export { parsedateToDatetime } from '../stdlib/email/_parseaddr.ts';
export type { ParsedDate } from '../stdlib/email/_parseaddr.ts';
export { formatDatetime, formatdate } from '../stdlib/email/utils.ts';
