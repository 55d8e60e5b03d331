/** Why steps that look like faults are harmless, in English: one sentence each, code in backticks. */
import type { OdditySentences } from '../oddity-text.ts';

export const ODDITIES_EN: OdditySentences = {
  'attribute.environ':
    '`address_string` asks with `hasattr` whether the request has an `environ` yet; before `make_environ` the answer is this AttributeError, and the address comes from the socket.',
  'attribute.buffer':
    '`send_response_only` asks with `hasattr` whether there is a `_headers_buffer`; for the first line of an answer there is none, so it begins one.',
  'attribute.path':
    '`log_request` reads `path`, which a request line that could not be parsed does not give; it catches the AttributeError and logs the line as it came.',
  attribute:
    '`__getattr__` answers the question for an attribute `{name}` that does not exist; `hasattr`, or `getattr` with a default, catches the AttributeError.',
  gone: 'The client is gone, so the answer has nobody to go to: Werkzeug catches {error}, calls `connection_dropped`, which does nothing, and serves the next one.',
  'gone.timeout':
    'The client said nothing within the `timeout` of the handler; Werkzeug takes that for a client that is gone, calls `connection_dropped`, and closes the connection.',
  timeout:
    'The client said nothing within the `timeout` of the handler: `handle_one_request` catches the TimeoutError, logs it, and closes the connection, as it was asked to.',
  shutdown:
    '`shutdown_request` shuts the connection down before it closes it; the client is gone already, which is what ENOTCONN says, and `shutdown_request` ignores any OSError.',
  http: 'Raising {error} is how an app answers with an error of HTTP: `Request.application` catches the exception, and it becomes the answer, {status}.',
  app: 'The app expected this {error}: it catches it itself, goes on, and answers.',
  form: 'The body is no form that can be read; `FormDataParser` catches the {error} unless it is told not to be silent, and the app gets an empty form.',
  interrupt:
    'Ctrl+C in the terminal raises KeyboardInterrupt in the main thread, wherever that is; `serve_forever` of Werkzeug catches it and closes the server: so it is stopped.',
  child:
    'The child was collected before; `collect_children` catches the ChildProcessError, and takes the child off its list.',
  accept:
    'The connection that `select` reported could not be taken; `_handle_request_noblock` returns on any OSError, here {error}, and the loop waits for the next one.',
  again:
    'This descriptor does not wait: EAGAIN says that there is nothing to read, or no room to write, right now, and the caller tries again later.',
  connecting:
    'This descriptor does not wait: EINPROGRESS says that the connection is being made, and `poll` tells when it is.',
  nameless:
    'The name of the other end is only asked for to show it; that end is gone, so it has none, and none is shown.',
  unregistered:
    'The descriptor was closed meanwhile, and has left the selector with that; `unregister` ignores the error.',
  'end.request':
    'The client has closed its sending direction and asks for nothing more: an empty read is how that is told, and the handler ends the connection.',
  'end.drain':
    'The client has closed its sending direction: the drain, which reads what is left of the request, has come to its end.',
  end: 'An empty read is no error: the other side has closed its sending direction, and all that it sent has been read.',
  idle: 'Nothing came within the poll interval of `serve_forever`: it looks whether `shutdown` was called, and if not, waits again.',
  drained:
    'Nothing more came from the client within 10 ms: the drain has an end, and the connection can be closed without a reset.',
  nothing: 'Nothing happened within the time limit of this wait: an empty answer is what it was asked for.',
  'not woken': 'Nobody woke the thread within its time limit: the lock, or the condition, answers False.',
  'empty datagram':
    'The handler has written nothing; `finish` sends what was written, and an empty datagram is one, too.',
};
