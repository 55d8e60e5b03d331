"""The apps of the lessons in Python: those of Glaswerk's presets by their names, others by the lesson's id."""

import json
import time

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

APPS = {}
SERVERS = {}
PLAIN = ("Content-Type", "text/plain")


def app(name):
    def keep(function):
        APPS[name] = function
        return function

    return keep


def make(lesson, scenario, host):
    """The server of a scenario: the same app, the same kind."""
    if lesson in SERVERS:
        return SERVERS[lesson](host)
    options = scenario["options"]
    kind = options.get("server", "base")
    name = scenario["app"].get("preset", lesson)
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
