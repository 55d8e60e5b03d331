"""Records repr() and str() of objects of the mirrored classes: `python3 test/werkzeug/corners/record_reprs.py`.

Writes reprs.json beside this file. What differs from run to run (addresses, descriptors, ports, numbers of threads) is replaced by
`normalise`; reprs.test.ts does the same. The twins of these objects are there.
"""
import io
import json
import pathlib
import re
import selectors
import socket
import socketserver
import sys
import threading
from datetime import datetime, timedelta, timezone
from http.client import LineTooLong
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from urllib.parse import urlsplit

from werkzeug import exceptions, http, wsgi
from werkzeug.datastructures import *
from werkzeug.datastructures import iter_multi_items
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, NeedData, Preamble
from werkzeug.serving import DechunkedInput, make_server
from werkzeug.user_agent import UserAgent
from werkzeug.wrappers import Request, Response


def normalise(text):
    text = re.sub(r"0x[0-9a-f]{6,}", "0xADDRESS", text)
    text = re.sub(r"\b(fd|name)=\d+|\bowner=[1-9]\d*", lambda match: match[0].split("=")[0] + "=N", text)
    text = re.sub(r"(started|stopped)( daemon)? \d+", r"\1\2 N", text)
    text = re.sub(r"\(FD \d+\)", "(FD N)", text)
    return re.sub(r"('[\d.]+'), \d+\)", r"\1, PORT)", text)


def listener():
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.listen()
    return sock


def closed(thing):
    thing.close()
    return thing


def pair():
    server = listener()
    client = socket.socket()
    client.connect(server.getsockname())
    accepted, _ = server.accept()
    server.close()
    return client, accepted


KEEP = []


def reader(close=False):
    client, accepted = pair()
    KEEP.extend([client, accepted])
    file = accepted.makefile("rb")
    return closed(file) if close else file


def writer():
    client, accepted = pair()
    KEEP.extend([client, accepted])
    return accepted.makefile("wb")


def ran(thread):
    thread.start()
    thread.join()
    return thread


def running(**options):
    done = threading.Event()
    thread = threading.Thread(target=done.wait, name="waiting", **options)
    thread.start()
    shown = repr(thread)
    done.set()
    thread.join()
    return Shown(shown)


class Shown:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def acquired(lock):
    lock.acquire()
    return lock


def flag():
    event = threading.Event()
    event.set()
    return event


def raised(function):
    try:
        function()
    except BaseException as error:
        return error


def environ(**extra):
    return {"REQUEST_METHOD": "GET", "SERVER_NAME": "h", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "SCRIPT_NAME": "", "PATH_INFO": "/a", "QUERY_STRING": "b=c", "wsgi.input": io.BytesIO(), **extra}


def app(environ, start_response):
    return []


def server(**options):
    made = make_server("127.0.0.1", 0, app, **options)
    made.server_close()
    return made


def plain_server(Class):
    made = Class(("127.0.0.1", 0), BaseHTTPRequestHandler, bind_and_activate=False)
    made.server_close()
    return made


def with_code(code):
    error = exceptions.HTTPException("odd")
    error.code = code
    return error


PAIRS = [("A", "1"), ("b", "x'y")]

OBJECTS = {
    "Lock": lambda: threading.Lock(),
    "Lock, taken": lambda: acquired(threading.Lock()),
    "RLock": lambda: threading.RLock(),
    "RLock, taken": lambda: acquired(threading.RLock()),
    "RLock, taken twice": lambda: acquired(acquired(threading.RLock())),
    "Event": lambda: threading.Event(),
    "Event, set": flag,
    "Condition": lambda: threading.Condition(),
    "Condition of a Lock": lambda: threading.Condition(threading.Lock()),
    "Semaphore": lambda: threading.Semaphore(3),
    "BoundedSemaphore": lambda: threading.BoundedSemaphore(3),
    "Barrier": lambda: threading.Barrier(2),
    "Thread": lambda: threading.Thread(name="n"),
    "Thread, daemon": lambda: threading.Thread(name="n", daemon=True),
    "Thread, ended": lambda: ran(threading.Thread(name="n")),
    "Thread, running": running,
    "Thread, running daemon": lambda: running(daemon=True),
    "main thread": lambda: threading.main_thread(),
    "Timer": lambda: (lambda t: (setattr(t, "name", "n"), t)[1])(threading.Timer(5, len)),
    "BytesIO": lambda: io.BytesIO(b"abc"),
    "BytesIO, closed": lambda: closed(io.BytesIO(b"abc")),
    "BufferedReader": reader,
    "BufferedReader, closed": lambda: reader(True),
    "BufferedReader.raw": lambda: reader().raw,
    "BufferedWriter": writer,
    "BufferedReader of a stream without a name": lambda: io.BufferedReader(wsgi.LimitedStream(io.BytesIO(b""), 0)),
    "LimitedStream": lambda: wsgi.LimitedStream(io.BytesIO(b""), 0),
    "DechunkedInput": lambda: DechunkedInput(io.BytesIO(b"")),
    "socket": lambda: socket.socket(),
    "socket, listening": listener,
    "socket, closed": lambda: closed(socket.socket()),
    "socket, connected": lambda: (lambda ends: (KEEP.extend(ends), ends[0])[1])(pair()),
    "socket, UDP": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "socket, Unix": lambda: socket.socket(socket.AF_UNIX),
    "SelectSelector": lambda: selectors.SelectSelector(),
    "PollSelector": lambda: selectors.PollSelector(),
    "EpollSelector": lambda: selectors.EpollSelector(),
    "map of a selector": lambda: selectors.SelectSelector().get_map(),
    "SelectorKey": lambda: selectors.SelectorKey(5, 5, 1, "data"),
    "HTTPServer": lambda: plain_server(HTTPServer),
    "ThreadingHTTPServer": lambda: plain_server(ThreadingHTTPServer),
    "TCPServer": lambda: plain_server(socketserver.TCPServer),
    "BaseWSGIServer": lambda: server(),
    "ThreadedWSGIServer": lambda: server(threaded=True),
    "ForkingWSGIServer": lambda: server(processes=2),
    "SplitResult": lambda: urlsplit("http://u:p@h:1/p?q#f"),
    "datetime": lambda: datetime(2020, 1, 2, 3, 4, 5, 6),
    "datetime, UTC": lambda: datetime(2020, 1, 2, 3, 4, tzinfo=timezone.utc),
    "datetime, behind": lambda: datetime(2020, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=-1))),
    "timedelta": lambda: timedelta(seconds=90061.5),
    "OSError with a text": lambda: OSError("text"),
    "OSError with a number": lambda: OSError(2, "No such file or directory"),
    "OSError of an unknown number": lambda: OSError(99999, "odd"),
    "OSError with a file name": lambda: OSError(2, "No such file or directory", "x.txt"),
    "FileNotFoundError with a file name": lambda: FileNotFoundError(2, "No such file or directory", "x.txt"),
    "OSError with two file names": lambda: OSError(17, "File exists", "a", None, "b"),
    "OSError without anything": lambda: OSError(),
    "OSError with six arguments": lambda: OSError(1, 2, 3, 4, 5, 6),
    "OSError with None": lambda: OSError(None, None),
    "ConnectionResetError": lambda: ConnectionResetError(104, "Connection reset by peer"),
    "BlockingIOError with a count": lambda: BlockingIOError(11, "write could not complete without blocking", 5),
    "TimeoutError": lambda: TimeoutError("timed out"),
    "UnsupportedOperation": lambda: io.UnsupportedOperation("fileno"),
    "KeyError": lambda: KeyError("k"),
    "KeyError of two": lambda: KeyError("k", 1),
    "ValueError": lambda: ValueError(),
    "ValueError of a number": lambda: ValueError(5),
    "ValueError of None": lambda: ValueError(None),
    "ValueError of two": lambda: ValueError("a", 1.0),
    "ValueError of quotes": lambda: ValueError("it's"),
    "SystemExit": lambda: SystemExit(3),
    "StopIteration": lambda: StopIteration("v"),
    "UnicodeDecodeError": lambda: raised(lambda: b"ab\xffc".decode()),
    "UnicodeDecodeError of several": lambda: raised(lambda: b"\xe2\x82".decode()),
    "UnicodeEncodeError": lambda: raised(lambda: "aé".encode("ascii")),
    "UnicodeEncodeError after an astral character": lambda: raised(lambda: "\U0001f600a\udc80".encode()),
    "UnicodeDecodeError of utf-16": lambda: raised(lambda: b"a\x00\x00\xd8".decode("utf-16-le")),
    "UnicodeEncodeError of several": lambda: raised(lambda: "aéé".encode("ascii")),
    "UnicodeEncodeError of an astral character": lambda: raised(lambda: "a\U0001f600".encode("latin-1")),
    "LineTooLong": lambda: LineTooLong("header line"),
    "JSONDecodeError": lambda: raised(lambda: json.loads("[1,")),
    "NotFound": lambda: exceptions.NotFound("d"),
    "NotFound without a description": lambda: exceptions.NotFound(),
    "HTTPException": lambda: exceptions.HTTPException("d"),
    "HTTPException with an unknown code": lambda: with_code(799),
    "BadRequestKeyError": lambda: exceptions.BadRequestKeyError("k"),
    "Unauthorized": lambda: exceptions.Unauthorized(),
    "MethodNotAllowed": lambda: exceptions.MethodNotAllowed(["GET"]),
    "RequestedRangeNotSatisfiable": lambda: exceptions.RequestedRangeNotSatisfiable(5),
    "TooManyRequests": lambda: exceptions.TooManyRequests(retry_after=5),
    "abort(404)": lambda: raised(lambda: exceptions.abort(404, "gone")),
    "abort(799)": lambda: raised(lambda: exceptions.abort(799)),
    "Aborter": lambda: exceptions.Aborter(),
    "Request": lambda: Request(environ()),
    "Request of a bad host": lambda: Request(environ(HTTP_HOST="[::")),
    "Response": lambda: Response("abc"),
    "Response of a status": lambda: Response("abc", status=404),
    "Response, streamed": lambda: Response(x for x in []),
    "Response of chunks": lambda: Response(["a", "bc"]),
    "Headers": lambda: Headers(PAIRS),
    "Headers, empty": lambda: Headers(),
    "EnvironHeaders": lambda: EnvironHeaders({"HTTP_A": "1", "CONTENT_TYPE": "x"}),
    "MultiDict": lambda: MultiDict([("a", 1), ("a", 2), ("b", "x")]),
    "ImmutableMultiDict": lambda: ImmutableMultiDict([("a", 1), ("a", 2)]),
    "CombinedMultiDict": lambda: CombinedMultiDict([MultiDict([("a", 1)]), ImmutableMultiDict([("b", 2)])]),
    "CallbackDict": lambda: CallbackDict({"a": 1}),
    "ImmutableList": lambda: ImmutableList([1, "a"]),
    "HeaderSet": lambda: HeaderSet(["a", "B", "a b"]),
    "ETags": lambda: ETags(["a"], ["b"]),
    "ETags, all": lambda: ETags(star_tag=True),
    "Range": lambda: Range("bytes", [(0, 5), (10, None)]),
    "IfRange of an etag": lambda: IfRange("a"),
    "IfRange of nothing": lambda: IfRange(),
    "IfRange of a date": lambda: IfRange(date=datetime(2020, 1, 1)),
    "ContentRange": lambda: ContentRange("bytes", 0, 5, 10),
    "ContentRange of nothing": lambda: ContentRange(None, None, None),
    "Accept": lambda: http.parse_accept_header("a;q=0.5, b, c;q=0, d;q=1.0"),
    "MIMEAccept": lambda: http.parse_accept_header("text/html;q=0.5, */*", MIMEAccept),
    "LanguageAccept": lambda: http.parse_accept_header("de, en;q=0.7", LanguageAccept),
    "CharsetAccept, empty": lambda: CharsetAccept(),
    "RequestCacheControl": lambda: http.parse_cache_control_header("no-cache, max-age=5"),
    "ResponseCacheControl": lambda: http.parse_cache_control_header("public, max-age=5, private=\"a b\"", cls=ResponseCacheControl),
    "ContentSecurityPolicy": lambda: http.parse_csp_header("default-src 'self'; img-src *"),
    "Authorization, basic": lambda: Authorization.from_header("Basic YTpi"),
    "Authorization, bearer": lambda: Authorization.from_header("Bearer t"),
    "Authorization, digest": lambda: Authorization.from_header('Digest username="u", realm=r'),
    "WWWAuthenticate": lambda: WWWAuthenticate("basic", {"realm": "r s"}),
    "WWWAuthenticate, digest": lambda: WWWAuthenticate("digest", {"realm": "r", "nonce": "n"}),
    "WWWAuthenticate of a token": lambda: WWWAuthenticate("bearer", token="t"),
    "FileStorage": lambda: FileStorage(filename="f", content_type="text/plain"),
    "FileStorage, empty": lambda: FileStorage(),
    "FileMultiDict": lambda: FileMultiDict([("a", FileStorage(filename="f"))]),
    "UserAgent": lambda: UserAgent("Mozilla"),
    "Preamble": lambda: Preamble(data=b"x"),
    "Field": lambda: Field(name="n", headers=Headers(PAIRS)),
    "Field without a name": lambda: Field(name=None, headers=Headers()),
    "File": lambda: File(name="n", filename="f", headers=Headers()),
    "Data": lambda: Data(data=b"x", more_data=True),
    "Epilogue": lambda: Epilogue(data=b""),
    "NeedData": lambda: NeedData(),
    "ranges of a Range": lambda: http.parse_range_header("bytes=0-4,10-").ranges,
    "range of the end": lambda: http.parse_range_header("bytes=-5").ranges,
    "range_for_length": lambda: http.parse_range_header("bytes=2-").range_for_length(9),
    "items of an Accept": lambda: list(http.parse_accept_header("a;q=0.5, b")),
    "item of an Accept": lambda: http.parse_accept_header("a;q=0.5")[0],
    "server of a Request": lambda: Request(environ()).server,
    "server at a Unix socket": lambda: Request(environ(SERVER_PORT="")).server,
    "items of args": lambda: list(Request(environ(QUERY_STRING="a=1&a=2&b=3")).args.items()),
    "all items of args": lambda: list(Request(environ(QUERY_STRING="a=1&a=2")).args.items(multi=True)),
    "lists of args": lambda: list(Request(environ(QUERY_STRING="a=1&a=2&b=3")).args.lists()),
    "items of values": lambda: list(CombinedMultiDict([MultiDict([("a", "1")])]).items()),
    "lists of values": lambda: list(CombinedMultiDict([MultiDict([("a", "1")])]).lists()),
    "items of a dict of lists": lambda: list(iter_multi_items({"a": ["1", "2"], "b": "3"})),
    "popitem of a MultiDict": lambda: MultiDict([("a", "1"), ("b", "2")]).popitem(),
    "popitemlist of a MultiDict": lambda: MultiDict([("a", "1"), ("b", "2")]).popitemlist(),
    "items of a CallbackDict": lambda: list(CallbackDict({"a": 1}).items()),
    "popitem of a CallbackDict": lambda: CallbackDict({"a": 1}).popitem(),
    "items of Headers": lambda: list(Headers(PAIRS).items(lower=True)),
    "pairs of EnvironHeaders": lambda: list(EnvironHeaders({"HTTP_A": "1", "CONTENT_TYPE": "x"})),
    "headers of a Response": lambda: Response("abc").get_wsgi_headers(environ()).to_wsgi_list(),
    "headers of an HTTPException": lambda: exceptions.MethodNotAllowed(["GET"]).get_headers(),
    "parse_options_header": lambda: http.parse_options_header("a; b=c"),
    "parse_options_header of nothing": lambda: http.parse_options_header(None),
    "get_etag": lambda: Response("abc", headers={"ETag": 'W/"x"'}).get_etag(),
    "get_etag of none": lambda: Response("abc").get_etag(),
    "function": lambda: app,
    "class": lambda: Response,
    "class of the library": lambda: threading.Event,
    "exception class": lambda: exceptions.NotFound,
    "builtin exception class": lambda: ValueError,
}

rows = []
for name, make in OBJECTS.items():
    made = make()
    rows.append([name, normalise(repr(made)), normalise(str(made))])
path = pathlib.Path(__file__).with_name("reprs.json")
path.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
sys.stderr.flush()
