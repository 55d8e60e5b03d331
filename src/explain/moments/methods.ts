/**
 * Names of methods: which step of a request a mirrored call is, whatever class has it. A method that a subclass
 * overrides, and that calls the one of its base, is one step: the outermost call counts.
 */

/** Methods that moments are found by, with the beginnings of the qualified names that stand for them. */
const LIBRARY: Readonly<Record<string, string>> = {
  'werkzeug.serving.run_simple': 'run_simple',
  'werkzeug.serving.make_server': 'make_server',
  'socketserver.BaseServer.serve_forever': 'serve_forever',
  'socketserver.BaseServer.handle_request': 'handle_request',
  'socketserver.BaseServer.shutdown': 'shutdown',
  'socketserver.BaseServer.handle_timeout': 'handle_timeout',
  'socketserver.ForkingMixIn.handle_timeout': 'handle_timeout',
  'socketserver.BaseServer._handle_request_noblock': '_handle_request_noblock',
  'socketserver.ThreadingMixIn.process_request_thread': 'process_request_thread',
  'selectors.PollSelector.select': 'select',
  'selectors.EpollSelector.select': 'epoll',
  'io.BufferedReader.readline': 'readline',
  'io.BufferedReader.read': 'read',
  'socket.SocketIO.readline': 'readline',
  'socket.socket.makefile': 'makefile',
  'socketserver._SocketWriter.__init__': '_SocketWriter',
  'os.waitpid': 'waitpid',
  'os.fork': 'fork',
  'werkzeug.wsgi.ClosingIterator.close': 'iterator close',
  'werkzeug.serving.BaseWSGIServer.log': 'server log',
};

const RUN_WSGI = 'werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.';

/** Methods that subclasses override, by their last name, in modules of servers and of the user. */
const OVERRIDABLE: ReadonlySet<string> = new Set([
  ...[
    'get_request',
    'verify_request',
    'process_request',
    'finish_request',
    'shutdown_request',
    'close_request',
    'handle_error',
  ],
  ...['server_close', 'setup', 'handle', 'finish', 'handle_one_request', 'parse_request', 'send_error', 'log_error'],
  ...['run_wsgi', 'make_environ', 'connection_dropped', 'handle_expect_100', 'send_response_only', 'serve_forever'],
]);

/** Modules whose methods of such names are something else. */
const OTHER = /^(?:io|socket|selectors|threading|os|email|werkzeug\.(?!serving\b)\w+)\./;

const known = /*#__PURE__*/ new Map<string, string | undefined>();
const MOST_KNOWN = 10_000;

/** What a mirrored call does; undefined for calls that no moment is found by. */
export function methodOf(name: string): string | undefined {
  if (known.has(name)) return known.get(name);
  const method = find(name);
  if (known.size < MOST_KNOWN) known.set(name, method);
  return method;
}

function find(name: string): string | undefined {
  if (Object.hasOwn(LIBRARY, name)) return LIBRARY[name];
  if (name.startsWith(RUN_WSGI)) return name.slice(RUN_WSGI.length);
  const last = name.slice(name.lastIndexOf('.') + 1);
  return OVERRIDABLE.has(last) && !OTHER.test(name) ? last : undefined;
}
