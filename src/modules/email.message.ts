/** Python's module `email.message`. */
export { Message } from '../stdlib/email/message.ts';
export type { Defect } from '../stdlib/email/message.ts';
