/** English: the terminal of a client. */
export const TERMINAL = {
  'terminal.title': 'Terminal of client {number}',
  // Short enough for a phone.
  'terminal.hint': 'Type  GET / HTTP/1.1  and press Enter twice.',
  'terminal.preparedHint': 'A request is ready: press Enter to send it, or change it first.',
  'terminal.datagramHint': 'Type a line and press Enter: it is one datagram.',
  'terminal.connection': 'connection {number}',
  'terminal.ended.eof': 'closed by the server',
  'terminal.ended.reset': 'ECONNRESET: connection reset by the server',
  'terminal.ended.refused': 'ECONNREFUSED: connection refused, no server listens',
  'terminal.did.shutdownWrite': 'half-closed: no more will be sent',
  'terminal.did.close': 'closed',
  'terminal.did.reset': 'reset',
  'terminal.planned': '{what}, as planned',
  'terminal.plannedTooLate': '{what}, as planned, had no effect: the connection has ended',
  'terminal.planned.send': { one: '{count} byte', other: '{count} bytes' },
  'terminal.planned.shutdownWrite': 'half-closed',
  'terminal.planned.close': 'closed',
  'terminal.planned.reset': 'reset',
  'terminal.noEnd': 'datagrams have no end to send',
  'terminal.held': 'kept until the machine runs',
  'terminal.notSent': 'not sent',
  'terminal.leftOver': {
    one: '{count} byte not sent: the connection has ended',
    other: '{count} bytes not sent: the connection has ended',
  },
  'terminal.hidden': {
    one: '{count} byte is not shown: too many came at once',
    other: '{count} bytes are not shown: too many came at once',
  },
  'terminal.more': 'more at the live end',
} as const;
