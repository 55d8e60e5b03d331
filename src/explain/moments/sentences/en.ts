/**
 * Why moments come, in English: one sentence for each cause. `{name}` stands for a value, `{count, byte, bytes}` for a
 * number with the word that fits it, and backticks mark code.
 */
export const EN = {
  // The server and its loop.
  run_simple:
    '`run_simple` was called with an app for {host}: it makes a server, prints its address, and serves until it is stopped.',
  'make_server.base':
    'Neither `threaded` nor `processes` was asked for, so `make_server` chooses `BaseWSGIServer`, which serves one connection after the other.',
  'make_server.threaded':
    'Because `threaded` is true, `make_server` chooses `ThreadedWSGIServer`: a thread for each connection, and `protocol_version` becomes HTTP/1.1.',
  'make_server.forking':
    'Because `processes` is more than 1, `make_server` chooses `ForkingWSGIServer`: a process for each connection, and `protocol_version` becomes HTTP/1.1.',
  serve_forever:
    'The socket listens now, so the loop begins: wait for connections, and look every {seconds} s whether `shutdown` was called.',
  'serve_forever.datagrams':
    'The socket is bound now, so the loop begins: wait for datagrams, and look every {seconds} s whether `shutdown` was called.',
  'select.connection':
    '`select` returned because connection {connection} waits in the listen queue: that makes the listening socket readable, so `accept` will not block.',
  'select.connections':
    '`select` returned because {waiting} connections wait in the listen queue; `accept` takes the oldest, connection {connection}, and the others wait on.',
  'select.datagram':
    "`select` returned because a datagram of {bytes, byte, bytes} from client {connection} lies in the receive queue of the server's socket.",

  // Accept, threads, processes.
  get_request:
    'The loop calls `get_request` because the socket is readable; `accept` takes the oldest connection from the queue as descriptor {fd}, and leaves {waiting}.',
  'get_request.bytes':
    '`accept` takes the oldest connection from the queue as descriptor {fd}; {bytes, byte, bytes} of it have arrived before and wait in the kernel.',
  'get_request.datagram':
    'A datagram needs no `accept`: `get_request` takes it out of the queue with `recvfrom`, and its sender, client {connection}, is the client address.',
  'get_request.program':
    'The program itself called `accept`: the connection from {address} is descriptor {fd} now, and whatever the program does with it comes next.',
  'accept failed':
    '`accept` failed with {error}; `_handle_request_noblock` returns on any `OSError`, the connection stays where it was, and the loop tries again.',
  rejected:
    '`verify_request` returned False for connection {connection}, so it is not processed: `shutdown_request` closes it, and the client gets no answer.',
  process_request:
    '`verify_request` returned True. `BaseServer.process_request` calls `finish_request` in this very thread, so nobody accepts connections until it returns.',
  'process_request.threading':
    '`verify_request` returned True. `ThreadingMixIn` overrides `process_request`: a new thread serves the connection, and this one goes back to `select`.',
  'process_request.forking':
    '`verify_request` returned True. `ForkingMixIn` overrides `process_request`: a child process serves the connection, and the parent goes back to `select`.',
  thread:
    'Thread `{thread}` was started for connection {connection} alone: it may wait for its client as long as it likes, the loop runs on.',
  fork: '`fork` made child {pid} with copies of all descriptors: the child serves descriptor {fd}, the parent closes its copy, and the connection stays open.',
  'fork.datagram':
    "`fork` made child {pid}, which has a copy of the datagram and of the server's socket: it answers while the parent goes on.",
  reap: 'Child {pid} has ended and stayed a zombie until now: `collect_children` asks with `waitpid`, which removes it from the process table.',
  finish_request:
    '`finish_request` makes an instance of the handler class; its `__init__` calls `setup`, `handle` and `finish`, so that making it is serving it.',

  // The handler.
  setup:
    '`rbufsize` is -1, so `rfile` reads through a buffer; `wbufsize` is 0, so each `wfile.write` is a `sendall` on descriptor {fd} at once.',
  'setup.other':
    'The handler sets its own buffer sizes, so `rfile` and `wfile` for descriptor {fd} are made accordingly, not with the usual -1 and 0.',
  'setup.plain':
    'A plain `BaseRequestHandler` prepares nothing in `setup`: its `handle` will use the socket itself, descriptor {fd}, without `rfile` and `wfile`.',
  'setup.datagram':
    'A datagram is all there is to read, so `rfile` is a `BytesIO` of it, and `wfile` another one that collects the reply.',
  handle_one_request:
    '`handle` always serves one request first; it looks at `close_connection` only afterwards. The request line is read from `rfile`, and waited for.',
  'handle_one_request.again':
    '`close_connection` is False after the last answer, so `handle` goes round again on the same connection and waits for another request line.',
  'handle_one_request.buffered':
    '`close_connection` is False, so `handle` goes round again; {bytes, byte, bytes} from after the last request can be read from the buffer of `rfile` at once.',
  'parse_request.keeps':
    'Because the request says {version} and `protocol_version` does too, `close_connection` becomes False: the connection may serve another request.',
  'parse_request.keeps_asked':
    'The request says {version} but asks for `Connection: keep-alive`, and `protocol_version` is HTTP/1.1, so `close_connection` becomes False.',
  'parse_request.closes_asked':
    'Because the request has the header `Connection: close`, `close_connection` stays True: the connection will close after this answer.',
  'parse_request.closes_version':
    'Because the request says {version} and does not ask for keep-alive, `close_connection` stays True: the connection will close after this answer.',
  'parse_request.closes_protocol':
    'The request says {version}, but `protocol_version` of the handler is HTTP/1.0, so `close_connection` stays True: the connection will close after this answer.',
  'parse_request.http09':
    'The request line is two words, `{method}` and a path, without a version: it counts as HTTP/0.9, so the answer has no headers.',
  'empty request':
    'The client has ended its side before it sent a request line, so `readline` returns nothing: there is nothing to answer.',
  'empty request.again':
    'The client has ended its side after the last answer, so `readline` returns nothing and `close_connection` becomes True: the handler is done.',
  'empty request.blank':
    'The request line is blank, so `parse_request` returns False without an error: nothing is answered, and `close_connection` is True.',
  leftover:
    'Nobody has read the last {bytes, byte, bytes} of the body before: they are still in the stream, and `readline` takes them for a request line.',
  'leftover.chunked':
    'Nobody has read the chunks of the body before: they are still in the stream, and `readline` takes the first chunk size for a request line.',
  continue:
    'The client sent `Expect: 100-continue` and holds its body back, so `handle_expect_100` sends 100 Continue before the request is served.',
  'continue.werkzeug':
    'The client sent `Expect: 100-continue`; `run_wsgi` answers 100 Continue before it makes the environ, whether or not the app will read the body.',

  // App and answer.
  run_wsgi:
    'For {method} the handler looks up `do_{method}`, which nobody defined; `WSGIRequestHandler.__getattr__` returns `run_wsgi` for any name that begins with `do_`.',
  make_environ:
    'An app is called with a dictionary, so request line, addresses and {headers, header, headers} become keys; the body stays in `rfile`, as `wsgi.input`.',
  'make_environ.bare':
    'An app is called with a dictionary, so request line and addresses become keys; there are no headers, hence no `HTTP_` keys, not even `HTTP_HOST`.',
  'make_environ.chunked':
    'Because the body comes with `Transfer-Encoding: chunked`, `wsgi.input` is a `DechunkedInput` around `rfile`, and `wsgi.input_terminated` is True.',
  'make_environ.underscore':
    'The header `{header}` is left out: with an underscore in its name it would get the same key as its spelling with hyphens.',
  'make_environ.twice':
    'The header `{header}` comes more than once, and an environ key has one value: `make_environ` joins the values with commas.',
  app: 'The environ is complete, so `execute` calls the app with `environ` and `start_response`; from here on, the app decides.',
  start_response:
    'The app has called `start_response` with {status}; it is only kept in `status_set` and `headers_set`: nothing is sent before the first write.',
  'start_response.again':
    'The app called `start_response` again with `exc_info`; as nothing was sent yet, {status} replaces what was set before.',
  'start_response.late':
    'The list of headers that was sent is empty, which Python takes for not sent, so `start_response` accepts {status}: too late, it is never sent.',
  'start_response.error':
    'What was set before is forgotten and `InternalServerError` runs as an app of its own: its `start_response` sets {status}.',
  write:
    'This is the first `write`, so the headers go out before the body; `write` always adds `Connection: close`, whatever `close_connection` was.',
  'write.chunked':
    'The app gave no Content-Length and `protocol_version` is HTTP/1.1, so the first `write` adds `Transfer-Encoding: chunked` and sends each piece as a chunk.',
  'write.head':
    'The first `write` sends the headers; the method is HEAD, so Werkzeug adds no `Transfer-Encoding`, and the app has no body to send.',
  'write.no_body':
    'The first `write` sends the headers; an answer with status {status} has no body, so Werkzeug adds no `Transfer-Encoding`.',
  'write.empty':
    'The app gave no bytes to send, so `execute` itself calls `write` once with nothing: otherwise the headers would never be sent.',
  'write.http09':
    'To an HTTP/0.9 request no status line and no headers are sent: the first `write` sends the body alone.',
  drain:
    'To close with unread bytes would reset the connection and could destroy the answer, so `execute` waits up to 10 ms whether more comes.',
  'drain.bytes':
    'There are {bytes, byte, bytes} that nobody has read; to close now would reset the connection, so `execute` reads and discards them first.',
  'drain.end':
    'The socket is readable although no bytes wait: the client has ended its side, so the wait before closing is over at once.',
  'iterator close':
    "PEP 3333 demands that `close` of the app's iterable is called, if it has one: `execute` does so in a `finally`, even after errors.",

  // Faults.
  'error.syntax':
    'The request line is neither two nor three words, so `parse_request` answers 400 Bad request syntax and returns False; no app is called.',
  'error.version':
    'The third word of the request line is no HTTP version with two short numbers, so `parse_request` answers 400 Bad request version.',
  'error.http09':
    'A request line of two words is HTTP/0.9, which knows GET alone, so `parse_request` answers 400 and returns False.',
  'error.414':
    'The request line is longer than 65,536 bytes, so `handle_one_request` answers 414 without parsing it; the rest of it stays unread.',
  'error.431_line':
    'A header line is longer than 65,536 bytes, so `parse_request` answers 431 Line too long; the rest of it stays unread.',
  'error.431_many':
    'There are more than 100 header lines, so `parse_request` answers 431 Too many headers; the rest of them stay unread.',
  'error.501':
    'The handler has no method `do_{method}`, so `handle_one_request` answers 501 Unsupported method; the connection will close.',
  'error.505':
    'The request says HTTP/2.0 or higher, so `parse_request` answers 505 Invalid HTTP version; no headers are read.',
  error:
    'The handler called `send_error` with {code}: an error page goes out in place of an answer, with `Connection: close`.',
  'exception.before':
    'The app raised {error} before anything was sent, so `run_wsgi` can still answer 500; the traceback goes to the log, not to the client.',
  'exception.after':
    'The app raised {error} after the headers were sent: the status cannot be changed any more, so the client gets a cut answer and the log the traceback.',
  'not closed':
    "The wait before closing raised {error}, and `close` of the app's iterable stands after it in the same `finally`: it is never called.",
  dropped:
    'The client is gone: sending failed with {error}. `connection_dropped` does nothing, so the log has no traceback, and no 500 is tried.',
  'dropped.reading':
    'The client is gone: the connection failed with {error} outside of the app. `handle` catches it, `connection_dropped` does nothing, and the log stays silent.',
  handle_error:
    'An exception came out of `process_request` for connection {connection}: `handle_error` prints its traceback, the connection is closed, and the server lives on.',
  timeout:
    'The handler has a `timeout`, and within it nothing came from the client: reading raised `TimeoutError`, which is logged, and the connection closes.',
  'timeout.server':
    "No request came within the server's `timeout`, so `handle_request` gives up waiting and calls `handle_timeout`.",
  'reset.reading':
    'The client has reset the connection, so reading fails with ECONNRESET: there is no end of the stream, and nobody to answer.',
  'reset.answering':
    'The client has reset the connection while it was answered, so reading fails with ECONNRESET, and what was sent may never have been read.',
  'reset.client':
    'A reset has reached the client: the server closed with unread bytes in its queue, or without taking the connection, so `recv` fails with ECONNRESET.',
  'reset.queued':
    'The listening socket was closed while connection {connection} still waited in its queue: the kernel resets it, since nobody will ever accept it.',
  interrupt:
    "Ctrl+C was pressed in the server's terminal: SIGINT goes to the process, and Python raises `KeyboardInterrupt` in its main thread.",
  'interrupt.caught':
    '`KeyboardInterrupt` ended the loop; `BaseWSGIServer.serve_forever` catches it and closes the server in its `finally`, so no traceback is printed.',
  shutdown:
    '`shutdown` only sets a flag, which the loop sees after its next `select`, within `poll_interval`; then it waits until the loop has ended.',
  server_close:
    'The loop has ended, so `server_close` closes the listening socket: who connects now is refused, and who waits in the queue is reset.',

  // Closing.
  finish:
    '`handle` has returned, so `finish` flushes `wfile` and closes both files; the connection itself stays open until `shutdown_request`.',
  'finish.datagram':
    "`handle` has returned, so `finish` sends what `wfile` has collected to the client's address: one datagram, even if it is empty.",
  'finish.plain': '`handle` has returned; a plain `BaseRequestHandler` has no files, so its `finish` does nothing.',
  close:
    'The handler is done: `shutdown(SHUT_WR)` sends a FIN after the last byte, so the client sees the end, then descriptor {fd} is closed.',
  'close.reset':
    'The handler is done, but {bytes, byte, bytes} lie unread in the receive queue: closing then sends a reset, and the client may lose the answer.',
  'close.gone':
    'The handler is done and the connection is gone already: `shutdown` fails with ENOTCONN, which is ignored, and descriptor {fd} is closed.',
  'close.unserved':
    'No handler was made for this connection, so nothing was read or sent: `shutdown_request` sends a FIN and closes descriptor {fd}.',
  'close.datagram':
    'A datagram has no connection: `close_request` of `UDPServer` does nothing, since the socket belongs to the server.',
  'close.program':
    'The program itself closes descriptor {fd}, without `shutdown_request`: the kernel sends a FIN, and the client sees the end.',
  'close.exit':
    'The process has ended with the connection still open; the kernel closes its descriptors, whatever a thread was doing with them.',

  // Clients and the network.
  connect:
    'The kernel alone answers the handshake, so `connect` succeeds before the server has called `accept`: the connection waits in the listen queue.',
  'connect.behind':
    '`connect` succeeds although the server has not called `accept`: the kernel answers the handshake, and {waiting, connection waits, connections wait} before it in the listen queue.',
  'connect.link':
    'SYN and SYN-ACK have crossed the network, a round trip, so `connect` succeeds; the server may still be busy with something else.',
  'connect.datagrams':
    'For datagrams `connect` sends nothing: it only sets the address that is sent to, whether or not a server is there.',
  refused:
    'Nobody listens at this address, so the kernel answers the SYN with a reset and `connect` fails with ECONNREFUSED.',
  'refused.other': '`connect` failed with {error}: the handshake never came to its end, and there is no connection.',
  'queue full':
    'The listen queue is full with {waiting, connection, connections} that nobody accepts, so the kernel drops the SYN: `connect` waits and the SYN is sent again.',
  sent: "The connection is open, so {bytes, byte, bytes} go into the kernel's receive queue at the server, and wake the thread that serves connection {connection}, if it waits for them.",
  'sent.queued':
    'The kernel takes {bytes, byte, bytes} although the server has not accepted the connection yet: they wait in the receive queue of its socket.',
  'sent.closed':
    'The client sends {bytes, byte, bytes}, although the server has closed the connection: its kernel will answer them with a reset.',
  'sent.link':
    "The client's kernel takes {bytes, byte, bytes} and sends them as segments: they are at the server half a round trip later.",
  'sent.datagram':
    'The client sends a datagram of {bytes, byte, bytes}: no handshake, no order, and nobody tells whether it arrives.',
  answered:
    "The first {bytes, byte, bytes} of the answer are in the client's receive queue, so its `poll` returns, while the server is not done with the connection.",
  'answered.closed':
    'The client gets {bytes, byte, bytes} only now; the server has closed the connection already, since the kernel delivers what was sent before.',
  'answered.datagram':
    'A datagram of {bytes, byte, bytes} has come back to the client: with UDP this reply is the only sign that the server is there.',
  end: 'The server has shut down its side, so `recv` returns 0 bytes: to the client of an HTTP/1.0 answer, this end is the end of the body.',
  'end.nothing':
    'The server has shut down its side without sending a byte, so `recv` returns 0 bytes: there will be no answer.',
  'half-close':
    'The client shuts down its sending side: a FIN tells the server that no more bytes come, while the client can still receive.',
  'client close':
    'The client closes: a FIN goes to the server, which learns of it only when it next reads, or when sending fails.',
  'client close.reset':
    "With SO_LINGER set to 0 the client's close sends a reset, not a FIN: unread bytes are lost, and the server's next read fails.",
  'client close.datagrams':
    'The client closes descriptor {fd}; with datagrams nothing is sent, so the server never learns of it.',
  'lost update':
    'Lost update: both read {value}. Another thread has set `{name}` since this one read it, and what this one sets takes the place of that.',
  lost: 'The network lost {segment}: nobody is told, so the sender finds out only because no acknowledgement comes in time.',
  'sent again':
    'No acknowledgement for {segment} came in time, so the kernel sends it again, after a wait that doubles each time.',
} as const;
