"""The apps of the lessons in Python: those of Glaswerk's presets by their names, others by the lesson's id."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wrappers import Request, Response

APPS = {}
SERVERS = {}
PLAIN = ("Content-Type", "text/plain")


def app(name):
    def keep(function):
        APPS[name] = function
        return function

    return keep


def make(lesson, scenario, host, is_solution=False):
    """The server of a scenario: the same app, the same kind. A solution can have an app of its own."""
    if lesson in SERVERS:
        return SERVERS[lesson](host)
    options = scenario["options"]
    kind = options.get("server", "base")
    name = scenario["app"].get("preset", lesson)
    if is_solution and f"{name} solution" in APPS:
        name = f"{name} solution"
    return make_server(
        host,
        0,
        APPS[name],
        threaded=kind == "threaded",
        processes=options.get("processes", 40) if kind == "forking" else 1,
    )


def sized(start_response, body, status="200 OK"):
    start_response(status, [PLAIN, ("Content-Length", str(len(body)))])
    return [body]


# ---------------------------------------------------------------- presets


@app("hello")
@Request.application
def hello(request):
    return Response(json.dumps({"code": 0, "msg": "success"}), status=200)


@app("raw-hello")
def raw_hello(environ, start_response):
    start_response("200 OK", [PLAIN])
    return [b"Hello ", b"World!\n"]


@app("echo")
@Request.application
def echo(request):
    data = request.get_data()
    return Response(data, mimetype=request.mimetype or "application/octet-stream")


@app("form")
@Request.application
def form(request):
    return Response(f"Hello, {request.form.get('name', 'nobody')}!\n")


@app("stream")
def stream(environ, start_response):
    start_response("200 OK", [PLAIN])
    for word in (b"one\n", b"two\n", b"three\n"):
        yield word
        time.sleep(0.5)


@app("sleepy")
def sleepy(environ, start_response):
    time.sleep(1)
    return sized(start_response, b"slept 1 s\n")


count = 0


@app("counter")
def counter(environ, start_response):
    global count
    seen = count
    time.sleep(0.1)
    count = seen + 1
    return sized(start_response, b"%d\n" % (seen + 1))


@app("boom")
def boom(environ, start_response):
    if environ["PATH_INFO"] == "/late":
        start_response("200 OK", [PLAIN])
        yield b"the headers are gone, "
    raise RuntimeError("boom")


# ---------------------------------------------------------------- apps of one lesson


@app("line-to-environ")
@Request.application
def line_to_environ(request):
    keys = (
        *("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_PROTOCOL"),
        *("CONTENT_TYPE", "HTTP_CONTENT_TYPE", "HTTP_HOST", "HTTP_X_TRACE_ID"),
    )
    return Response("".join(f"{key} = {request.environ[key]}\n" for key in keys if key in request.environ))


class SmallServer(BaseWSGIServer):
    request_queue_size = 1


SERVERS["the-listen-queue-is-full"] = lambda host: SmallServer(
    host, 0, Request.application(lambda request: Response(f"{request.path}\n"))
)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.answer("posted\n")

    def do_GET(self):
        self.answer(f"got {self.path}\n")

    def answer(self, text):
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode("latin-1"))


SERVERS["a-body-becomes-a-request"] = lambda host: HTTPServer((host, 0), Handler)


@app("double-slash")
@app("odd-headers")
@Request.application
def show(request):
    environ = request.environ
    keys = [key for key in environ if key.startswith(("HTTP_", "PATH_INFO", "REQUEST_URI"))]
    return Response("".join(f"{key} = {environ[key]}\n" for key in keys))


@app("a-space-before-the-colon")
@Request.application
def names(request):
    return Response(f"headers: {' '.join(key for key in request.environ if key.startswith('HTTP_'))}\n")


@app("chunked-both-ways")
def chunks(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [PLAIN])
    return [b"got %d bytes: " % len(body), body]


view = Request.application(lambda request: Response("a body\n"))


@app("head-204-304")
def bodies(environ, start_response):
    if environ["PATH_INFO"] == "/view":
        return view(environ, start_response)
    status = environ["QUERY_STRING"] or "200"
    start_response(f"{status} WHATEVER", [])
    return [f"body of {status}\n".encode("latin-1")]


def rows():
    yield b"name,price\n"
    raise RuntimeError("the database is gone")


@app("an-error-before-and-after-the-headers")
def early_and_late(environ, start_response):
    if environ["PATH_INFO"] != "/":
        start_response("200 OK", [PLAIN])
        yield b"name,price\n"
    raise RuntimeError("the database is gone")


@app("an-error-before-and-after-the-headers solution")
def collected(environ, start_response):
    pieces = list(rows())
    start_response("200 OK", [PLAIN])
    return pieces


class Rows:
    def __init__(self, environ):
        self.environ = environ

    def __iter__(self):
        yield b"first\n"
        if self.environ["PATH_INFO"] == "/error":
            raise RuntimeError("the second row is bad")
        time.sleep(0.5)
        yield b"second\n"

    def close(self):
        log = self.environ["wsgi.errors"]
        log.write(f"close() of {self.environ['PATH_INFO']}\n")
        log.flush()


@app("close-is-always-called")
def closing(environ, start_response):
    start_response("200 OK", [PLAIN])
    return Rows(environ)


# The schedule of a scenario cannot be played on real threads. These two apps wait for each other instead, so that the
# threads take turns as they do there.
met = threading.Barrier(2)
stored = 0


def counted(start_response, wait):
    global stored
    seen = stored
    write = start_response("200 OK", [("Content-Length", "2")])
    write(b"%d\n" % (seen + 1))
    wait()
    stored = seen + 1
    return []


@app("the-lost-update")
def lost_update(environ, start_response):
    return counted(start_response, met.wait)


@app("the-lost-update solution")
def no_lost_update(environ, start_response):
    return counted(start_response, lambda: None)


numbered = 0
second = threading.Event()


def numbered_answer(request):
    global numbered
    numbered += 1
    second.set()
    return Response(f"{request.path} is number {numbered}\n")


@app("who-runs-next")
@Request.application
def who_runs_next(request):
    if request.path == "/a":
        second.wait()
    return numbered_answer(request)


APPS["who-runs-next solution"] = Request.application(numbered_answer)
