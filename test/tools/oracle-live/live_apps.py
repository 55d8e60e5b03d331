"""The apps and handlers that live runs have without another kit; twins of those in ../apps, by the same names.

They keep no state. What each answers is what its twin answers: see ../apps.
"""

import json
import socketserver
import time
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote

from werkzeug.serving import WSGIRequestHandler
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import get_input_stream

APPS = {}
HANDLERS = {}
PLAIN = ("Content-Type", "text/plain")


def app(function):
    APPS[function.__name__] = function
    return function


def handler(cls):
    HANDLERS[cls.__name__] = cls
    return cls


def mode_of(environ, standard):
    """The first piece of the path, and the further ones."""
    pieces = [piece for piece in environ["PATH_INFO"].split("/") if piece]
    return (pieces[0], pieces[1:]) if pieces else (standard, [])


def sized(start_response, kind, body):
    start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


# ---------------------------------------------------------------- plain apps


@app
def raw_hello(environ, start_response):
    start_response("200 OK", [PLAIN])
    return [b"Hello ", b"World!\n"]


SHOWN_AS_TYPE = ("wsgi.input", "wsgi.errors", "werkzeug.socket", "REMOTE_PORT", "SERVER_PORT")


@app
def environ_dump(environ, start_response):
    text = ""
    for key, value in environ.items():
        shown = f"<{type(value).__name__}>" if key in SHOWN_AS_TYPE else repr(value)
        text += f"{key}={shown}\n"
    return sized(start_response, "text/plain; charset=latin-1", text.encode("latin-1"))


@app
def echo_raw(environ, start_response):
    source = environ["wsgi.input"]
    mode, args = mode_of(environ, "length")
    pieces = []
    if mode == "length":
        pieces.append(source.read(int(environ.get("CONTENT_LENGTH") or "0")))
    elif mode == "all":
        pieces.append(source.read())
    elif mode == "some":
        pieces.append(source.read(int(args[0])))
    elif mode == "steps":
        pieces.extend(iter(lambda: source.read(int(args[0])), b""))
    elif mode == "limited":
        pieces.append(get_input_stream(environ).read())
    elif mode == "unsafe":
        pieces.append(get_input_stream(environ, safe_fallback=False).read())
    elif mode == "max":
        pieces.append(get_input_stream(environ, max_content_length=int(args[0])).read())
    elif mode != "none":
        raise LookupError(f"unknown mode {mode}")
    body = b"".join(b"[%d]%s" % (len(piece), piece) for piece in pieces)
    return sized(start_response, "application/octet-stream", body)


@app
def stream_sized(environ, start_response):
    mode, _ = mode_of(environ, "exact")
    lengths = {"short": "20", "long": "5", "zero": "0", "bad": "many"}
    name = "content-length" if mode == "lower" else "Content-Length"
    right = "14" if mode in ("exact", "lower", "twice") else "None"
    headers = [PLAIN, (name, lengths.get(mode, right))]
    if mode == "twice":
        headers.append((name, "14"))
    start_response("200 OK", headers)
    return (line for line in (b"one\n", b"two\n", b"three\n"))


@app
def status_only(environ, start_response):
    start_response(environ["PATH_INFO"][1:], [("X-App", "status_only")])
    query = environ["QUERY_STRING"]
    return [unquote(query, "latin-1").encode("latin-1")] if query else []


@app
def header_only(environ, start_response):
    headers = []
    for pair in environ["QUERY_STRING"].split("&"):
        if pair:
            name, _, value = pair.partition("=")
            headers.append((unquote(name, "latin-1"), unquote(value, "latin-1")))
    start_response("200 OK", headers)
    return [b"body\n"]


# ---------------------------------------------------------------- apps with a Request


@app
@Request.application
def hello(request):
    return Response(json.dumps({"code": 0, "msg": "success"}), status=200)


@app
@Request.application
def echo_body(request):
    data = request.get_data()
    return Response(b"%d:%s" % (len(data), data), mimetype="application/octet-stream")


@app
@Request.application
def echo_json(request):
    options = {"/force": {"force": True}, "/silent": {"silent": True}}
    value = request.get_json(**options[request.path]) if request.path in options else request.json
    return Response(json.dumps(value) + "\n", mimetype="application/json")


# ---------------------------------------------------------------- handlers


@handler
class KeepAliveHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, body, extra=()):
        self.send_response(200)
        for name, value in (PLAIN, ("Content-Length", str(len(body))), *extra):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        pieces = [piece for piece in self.path.partition("?")[0].split("/") if piece]
        action = getattr(self, f"on_{pieces[0]}", None) if pieces else None
        if action is None:
            self.answer(f"GET {self.path}\n".encode("latin-1"))
        else:
            action(pieces)

    do_HEAD = do_GET

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.answer(b"%d:%s" % (len(body), body))

    def do_lower(self):
        self.answer(b"lower method\n")

    def on_error(self, pieces):
        self.send_error(int(pieces[1]))

    def on_explain(self, _):
        self.send_error(400, "Message <b> & text", "Explain <i> & text")

    def on_message(self, _):
        self.send_error(499, "Only é message")

    def on_close(self, _):
        self.answer(b"closing\n", [("Connection", "close")])

    def on_keep(self, _):
        self.answer(b"keeping\n", [("Connection", "keep-alive")])

    def on_raise(self, _):
        raise ValueError("boom in do_GET")

    def on_late(self, _):
        self.answer(b"late\n")
        raise ValueError("boom after answer")

    def on_headers(self, _):
        self.answer(json.dumps([list(item) for item in self.headers.items()]).encode())

    def on_get(self, pieces):
        found = [self.headers.get(pieces[1]), self.headers.get_all(pieces[1])]
        self.answer(json.dumps(found).encode())

    def on_line(self, _):
        shown = [self.command, self.path, self.request_version, self.requestline, self.close_connection]
        self.answer(json.dumps(shown).encode())

    def on_status(self, pieces):
        self.send_response(int(pieces[1]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def on_only(self, _):
        self.send_response_only(200, "Only")
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"only\n")

    def on_nolength(self, _):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"no length\n")

    def on_noend(self, _):
        self.send_response(200)
        self.send_header("Content-Length", "0")

    def on_log(self, _):
        self.log_message("%s says %s", "handler", "ctl\x01\x1b\x7f\x85\\back")
        self.log_error("error %d", 7)
        self.answer(b"logged\n")

    def on_sleep(self, pieces):
        time.sleep(int(pieces[1]) / 1000)
        self.answer(b"slept\n")


@handler
class Http10Handler(KeepAliveHandler):
    protocol_version = "HTTP/1.0"


@handler
class Wsgi11Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"


@handler
class EchoLines(socketserver.StreamRequestHandler):
    def handle(self):
        for line in iter(self.rfile.readline, b""):
            word = line.strip()
            if word == b"boom":
                raise ValueError("boom line")
            if word == b"exit":
                raise SystemExit(4)
            if word == b"flush":
                self.wfile.flush()
                continue
            if word.startswith(b"sleep "):
                time.sleep(int(word[6:]) / 1000)
            self.wfile.write(b"echo:" + line)
            if word == b"quit":
                break


@handler
class EchoLinesSmallRead(EchoLines):
    rbufsize = 16


@handler
class EchoLinesBuffered(EchoLines):
    wbufsize = 4096


@handler
class EchoRaw(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(b"raw:" + self.request.recv(1024))
