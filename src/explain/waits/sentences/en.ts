/** Sentences for waits, in English. */
import { DESCRIPTORS_EN } from '../../descriptors/sentences/en.ts';
import type { WaitSentences } from './sentences.ts';

export const WAITS_EN: WaitSentences = {
  clauses: {
    'select.listener':
      '{subject} waits in {call} for a connection to {address}[; every {timeout} s it looks whether it has to stop]',
    'select.datagrams':
      '{subject} waits in {call} for a datagram to {address}[; every {timeout} s it looks whether it has to stop]',
    'select.connection': '{subject} waits in {call} until {peer} sends something',
    'select.files': '{subject} waits in {call} for one of the descriptors {files}',
    accept: '{subject} waits in accept for a connection to {address}',
    'recv.nothing': '{subject} reads from {peer}, which has sent nothing[ for {seconds} s]',
    'recv.next': '{subject} keeps {peer} open and reads its next request; nothing has come[ for {seconds} s]',
    'recv.line':
      '{subject} reads the request line of {peer}: {bytes} bytes of it are there, its line end has not come[, and nothing else for {seconds} s]',
    'recv.headers':
      '{subject} reads the headers of {peer}: the empty line after them has not come[, and nothing else for {seconds} s]',
    'recv.body':
      '{subject} reads the body of {peer}[: {missing} of {length} bytes are missing][, and nothing has come for {seconds} s]',
    'recv.chunk':
      '{subject} reads the body of {peer}, whose next chunk has not come[, and nothing else for {seconds} s]',
    'recv.plain': '{subject} reads from {peer}, which has sent nothing more[ for {seconds} s]',
    'recv.datagram': '{subject} waits for a datagram',
    read: '{subject} reads from descriptor {files}, which holds nothing',
    drain:
      '{subject} has sent the answer to {peer} and gives the rest of the request {milliseconds} ms to come, so that closing does not reset it',
    'send.full':
      '{subject} sends to {peer}, which does not read: {unread} bytes lie in its receive buffer, and there is no room for more',
    'send.link': '{subject} sends to {peer}, and the link has not carried {queued} bytes yet',
    write: '{subject} writes to descriptor {files}, which has no room',
    sleep: '{subject} sleeps until {until} s',
    'sleep.app': '{subject} runs the app for {peer}, which sleeps until {until} s',
    lock: '{subject} waits for a lock that {holder} holds',
    'lock.deadlock': '{subject} waits for a lock that {holder} holds, and {holder} waits for {subject}: a deadlock',
    'lock.nobody': '{subject} waits for a lock that no thread of its process will release',
    event: '{subject} waits for an event that another thread has to set',
    'event.nobody': '{subject} waits for an event, and no other thread is there to set it',
    condition: '{subject} waits on a condition that another thread has to notify',
    'condition.nobody': '{subject} waits on a condition, and no other thread is there to notify it',
    semaphore: '{subject} waits for a semaphore that another thread has to release',
    barrier: '{subject} waits at a barrier for the other threads',
    start: '{subject} waits until the thread that it starts runs',
    join: '{subject} waits for the end of[ {joined}]',
    'join.deadlock': '{subject} waits for the end of {joined}, and {joined} waits for {subject}: a deadlock',
    waitpid: '{subject} waits until one of its {count} children ends[ (pid {pid})]',
    connect: '{subject} connects to {address}',
    yield: '{subject} lets other threads run first',
    ready: '{subject} can run and waits for the processor[, which {running} has]',
    runs: '{subject} runs[ {method}]',
    'client.travel': 'Not connected yet: the SYN, or its answer, is on the way.',
    'client.ack': 'Its own end is open; for the server the connection opens when the last ACK arrives.',
    'client.full':
      'Not connected yet: the listen queue is full ({queue} connections, its limit is {limit}), so the kernel drops the SYN and this end sends it again.[ {because}.]',
    'client.not_accepted': 'Not accepted yet: {because} (listen queue: {queue}).',
    'client.answer': 'Waits for the answer: {because}.',
    'client.rest': 'Waits for the rest of the answer, or for its end: {because}.',
    'client.wire': 'Its bytes are on the way to the server: {bytes} have not arrived.',
    'client.half': 'Has ended its own side and waits for the answer: {because}.',
    'client.closing': 'The answer is here; the server has not closed yet: {because}.',
    'client.sending':
      'Its bytes wait for room: {unread} bytes lie unread in the server’s receive buffer, because {because}.',
    'client.ended': 'The server has ended the connection; nothing more comes.',
    'client.begins': 'Accepted; no handler has begun to read yet.',
    'client.input': 'Something has come for this client, which waits for the processor[; {running} has it].',
    'client.refused': 'Refused: nobody listens at {address}, and the kernel answered the SYN with a reset.',
    'client.datagram':
      'Waits for a datagram from {address}. None is on the server’s queue; one that was lost is never reported.',
    'client.queued': 'Its datagram waits on the server’s queue ({unread} bytes): {because}.',
  },
  asked: {
    'recv.nothing': 'The server waits for a request of this client, which has sent nothing[ for {seconds} s].',
    'recv.next':
      'The server keeps the connection open and waits for the next request; nothing has come[ for {seconds} s].',
    'recv.line': 'The server waits for the end of the request line: {bytes} bytes of it are there.',
    'recv.headers': 'The server waits for the empty line after the headers.',
    'recv.body': 'The server waits for the rest of the body[: {missing} of {length} bytes are missing].',
    'recv.chunk': 'The server waits for the next chunk of the body.',
    'recv.plain': 'The server waits for more from this client; nothing has come[ for {seconds} s].',
    'select.connection': 'The server waits until this client sends something.',
  },
  only: 'the only thread',
  reason: ', and ',
  end: '.',
  peer: 'connection {connection}',
  noPeer: 'a socket of its own machine',
  file: '{fd} ({name})',
  separator: ', ',
  descriptors: DESCRIPTORS_EN,
  // Names of threads stay as they are.
  finish: (sentence) => sentence.replaceAll(/(?<=\. )the /g, 'The '),
};
