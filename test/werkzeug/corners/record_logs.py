"""Records what the real server answers and logs for apps that fail in odd ways: `python3 test/werkzeug/corners/record_logs.py`.

Writes logs.json beside this file: for each app the status line, the body, and the log without access lines and frames.
The twins of these apps are in logs.test.ts.
"""
import io
import json
import pathlib
import re
import socket
import sys
import threading

from werkzeug.exceptions import NotFound
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

GET = "GET / HTTP/1.0\r\n\r\n"
HUGE = "9" * 20


def plain(chunks):
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return chunks(environ)

    return app


def stopping():
    yield b"x"
    raise StopIteration("boo")


class Iterator:
    """An iterator of its own: StopIteration is its end, whatever it carries."""

    count = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.count += 1
        if self.count > 1:
            raise StopIteration("over")
        return b"x"


class Closing:
    def __init__(self, chunks, error):
        self.chunks = chunks
        self.error = error

    def __iter__(self):
        return iter(self.chunks)

    def close(self):
        raise self.error


def failing():
    yield b"x"
    raise ValueError("in the body")


class FailingClosing(Closing):
    def __iter__(self):
        return failing()


class Broken(NotFound):
    def get_headers(self, *args):
        raise ValueError("no headers")


def view(function):
    return Request.application(function)


def raising(error):
    def answer(request):
        raise error

    return view(answer)


def long_domain(request):
    response = Response("x")
    response.set_cookie("a", "b", domain="x" * 64 + ".test")
    return response


def ranged(request):
    response = Response(b"abcd")
    response.make_conditional(request, accept_ranges=True, complete_length=2**54)
    return response


APPS = {
    "a label that is too long": (view(long_domain), GET),
    "a generator that raises StopIteration": (plain(lambda environ: stopping()), GET),
    "a response of a generator that raises StopIteration": (view(lambda request: Response(stopping())), GET),
    "an iterator that raises StopIteration": (plain(lambda environ: Iterator()), GET),
    "a response of an iterator that raises StopIteration": (view(lambda request: Response(Iterator())), GET),
    "a body whose close raises": (plain(lambda environ: Closing([b"x"], RuntimeError("in close"))), GET),
    "a body that raises, and whose close raises": (plain(lambda environ: FailingClosing([], RuntimeError("in close"))), GET),
    "an exception that cannot be answered": (raising(Broken()), GET),
    "a chunk without a size": (plain(lambda environ: [environ["wsgi.input"].read(5)]), "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"),
    "a read of more than can be counted": (plain(lambda environ: [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]), f"POST / HTTP/1.0\r\nContent-Length: {HUGE}\r\n\r\nabc"),
    "a read of more than there is memory": (plain(lambda environ: [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]), "POST / HTTP/1.0\r\nContent-Length: 4611686018427387904\r\n\r\nabc"),
    "the whole of a body that claims to be huge": (view(lambda request: Response(request.get_data())), f"POST / HTTP/1.0\r\nContent-Length: {HUGE}\r\n\r\nabc"),
    "a length that is said back": (view(lambda request: Response(repr(request.content_length))), f"POST / HTTP/1.0\r\nContent-Length: {HUGE}\r\n\r\nabc"),
    "a form that claims to be huge": (view(lambda request: Response(repr(request.form))), f"POST / HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {HUGE}\r\n\r\na=b"),
    "a status of twenty digits": (view(lambda request: Response("x", status=f"{HUGE} Odd")), GET),
    "a status of twenty digits, as a number": (view(lambda request: Response("x", status=int(HUGE))), GET),
    "a range behind 2**53": (view(ranged), "GET / HTTP/1.0\r\nRange: bytes=9007199254740993-9007199254740993\r\n\r\n"),
    "a range that is huge": (view(lambda request: Response(repr(request.range.ranges) + request.range.to_header())), "GET / HTTP/1.0\r\nRange: bytes=9007199254740993-9007199254740995,99999999999999999999999999-\r\n\r\n"),
    "a time to retry that is too late": (view(lambda request: Response(repr(Response(headers={"Retry-After": "999999999999"}).retry_after))), GET),
    "a date that leaves the calendar": (view(lambda request: Response(request.if_range.to_header())), "GET / HTTP/1.0\r\nIf-Range: Fri, 31 Dec 9999 23:59:59 -0100\r\n\r\n"),
}


def serve(app, raw):
    log, sys.stderr = sys.stderr, io.StringIO()
    try:
        server = make_server("127.0.0.1", 0, app)
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        client = socket.create_connection(server.server_address[:2])
        client.sendall(raw.encode("latin-1"))
        client.shutdown(socket.SHUT_WR)
        answer = b""
        while data := client.recv(65536):
            answer += data
        thread.join()
        server.server_close()
        text = sys.stderr.getvalue()
    finally:
        sys.stderr = log
    head, _, body = answer.decode("latin-1").partition("\r\n\r\n")
    headers = [line for line in head.split("\r\n")[1:] if line.startswith(("Content-Length", "Content-Range"))]
    lines = [line for line in text.split("\n") if not line.startswith("  ") and '"\x1b' not in line and '] "' not in line]
    return {"status": head.split("\r\n")[0], "headers": headers, "body": body, "log": "\n".join(lines)}


import logging

logging.getLogger("werkzeug").addHandler(handler := logging.StreamHandler())
handler.emit = lambda record: sys.stderr.write(handler.format(record) + "\n")
logging.getLogger("werkzeug").setLevel("INFO")
recorded = {name: serve(app, raw) for name, (app, raw) in APPS.items()}
requests = {name: raw for name, (_, raw) in APPS.items()}
rows = [{"name": name, "request": requests[name], **answer} for name, answer in recorded.items()]
path = pathlib.Path(__file__).with_name("logs.json")
path.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
