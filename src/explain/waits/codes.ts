/** The kinds of waits: keys of their sentences. A list is in the order in which a reader meets its members. */

/** Waits of threads: clauses without their subject, which are also the reasons for waits of clients. */
export const THREAD_CODES = [
  'select.listener',
  'select.datagrams',
  'select.connection',
  'select.files',
  'accept',
  'recv.nothing',
  'recv.next',
  'recv.line',
  'recv.headers',
  'recv.body',
  'recv.chunk',
  'recv.plain',
  'recv.datagram',
  'read',
  'drain',
  'send.full',
  'send.link',
  'write',
  'sleep',
  'sleep.app',
  'lock',
  'lock.deadlock',
  'lock.nobody',
  'event',
  'event.nobody',
  'condition',
  'condition.nobody',
  'semaphore',
  'barrier',
  'start',
  'join',
  'join.deadlock',
  'waitpid',
  'connect',
  'yield',
  'ready',
  'runs',
] as const;
export type ThreadCode = (typeof THREAD_CODES)[number];

/** Waits in which a server reads from one connection. */
export const READ_CODES = [
  'recv.nothing',
  'recv.next',
  'recv.line',
  'recv.headers',
  'recv.body',
  'recv.chunk',
  'recv.plain',
  'select.connection',
] as const satisfies readonly ThreadCode[];
export type ReadCode = (typeof READ_CODES)[number];

/** Waits of clients: whole sentences. */
export const CLIENT_CODES = [
  'client.travel',
  'client.ack',
  'client.full',
  'client.not_accepted',
  'client.asked',
  'client.wire',
  'client.answer',
  'client.rest',
  'client.half',
  'client.closing',
  'client.sending',
  'client.ended',
  'client.begins',
  'client.input',
  'client.refused',
  'client.datagram',
  'client.queued',
] as const;
export type ClientCode = (typeof CLIENT_CODES)[number];

export type WaitCode = ThreadCode | ClientCode;
