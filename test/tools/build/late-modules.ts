/**
 * The modules of the machine that an example of Glaswerk's own apps seldom needs: what goes back in time, what keeps
 * the log, other families of sockets, most data structures of headers. The first part of the worker has stand-ins for
 * them.
 *
 * What such a module exports must be functions and classes, and no other module may extend its classes or call it while
 * it is loaded: test/tools/build/worker-parts.test.ts holds them to that.
 */
export const LATE: readonly string[] = [
  'src/werkzeug/sansio/multipart.ts',
  'src/machine/watch/lanes.ts',
  'src/stdlib/json/decoder.ts',
  'src/machine/time/breakpoints.ts',
  'src/kernel/net/unix/unix-stream.ts',
  'src/kernel/net/unix/unix-datagram.ts',
  'src/kernel/net/link/wire.ts',
  'src/kernel/net/link/datagram-path.ts',
  'src/kernel/net/udp/udp-socket.ts',
  'src/werkzeug/http/structured.ts',
  'src/werkzeug/datastructures/accept.ts',
  'src/werkzeug/formparser.ts',
  'src/werkzeug/datastructures/auth.ts',
  'src/trace/recorder.ts',
  'src/stdlib/encodings/idna.ts',
  'src/stdlib/encodings/punycode.ts',
  'src/werkzeug/datastructures/cache-control.ts',
  'src/werkzeug/datastructures/range.ts',
  'src/machine/time/replay.ts',
  'src/werkzeug/datastructures/csp.ts',
  'src/machine/watch/snapshot.ts',
  'src/stdlib/email/_parseaddr.ts',
  'src/werkzeug/datastructures/memory-file.ts',
  'src/trace/value-summary.ts',
  'src/trace/syscall-text.ts',
  'src/trace/inspect.ts',
  'src/trace/show.ts',
  'src/machine/time/lane-watch.ts',
  'src/machine/time/protocol-states.ts',
  'src/werkzeug/datastructures/file-storage.ts',
  'src/werkzeug/datastructures/etag.ts',
  'src/werkzeug/datastructures/combined-multi-dict.ts',
  'src/werkzeug/http/cookies.ts',
  'src/kernel/net/datagrams.ts',
  'src/stdlib/hashlib.ts',
  'src/stdlib/ipaddress.ts',
  'src/machine/watch/selectors.ts',
  'src/trace/exception-summary.ts',
  'src/trace/bytes-excerpt.ts',
  'src/machine/clients/datagram-client.ts',
  'src/werkzeug/wrappers/run-wsgi-app.ts',
  'src/stdlib/socketserver/combined.ts',
  'src/stdlib/io-buffered-writer.ts',
  'src/stdlib/datetime.ts',
  'src/werkzeug/wrappers/response-stream.ts',
  'src/machine/time/stepping.ts',
  'src/machine/time/predicate.ts',
  'src/stdlib/base64.ts',
  'src/machine/scenario/old-units.ts',
  'src/werkzeug/http-date.ts',
  'src/stdlib/codecs.ts',
  'src/python/slices.ts',
  'src/werkzeug/datastructures/header-set.ts',
  'src/kernel/sched/coroutine-misuse.ts',
  'src/examples/writes.ts',
];

/** Their functions do nothing until they are there: nothing that the first part plays depends on them. */
export const QUIET: readonly string[] = ['src/trace/wrap.ts'];
