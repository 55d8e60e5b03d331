"""Records what the real server makes of odd requests: `python3 test/werkzeug/corners/record_environs.py`.

Writes environs.json beside this file: for each request the environ that the app got, the answer without its Date, and the
access lines of the log. The twins of the apps are in environs.test.ts.
"""
import json
import logging
import pathlib
import re
import socket
import sys
import threading

from werkzeug.serving import make_server

BASE = [
    "GET / HTTP/1.0\r\n\r\n",
    "GET /a%20b%2Fc;d?e=f%20g&h#i HTTP/1.0\r\n\r\n",
    "GET //host/path?q HTTP/1.0\r\n\r\n",
    "GET ///three HTTP/1.0\r\n\r\n",
    "GET http://other.test:81/abs?x=%41 HTTP/1.0\r\nHost: real.test\r\n\r\n",
    "GET http://other.test HTTP/1.0\r\n\r\n",
    "GET http:///nohost HTTP/1.0\r\nHost: real.test\r\n\r\n",
    "GET mailto:someone HTTP/1.0\r\nHost: real.test\r\n\r\n",
    "GET /\xc3\xa9?\xc3\xa9 HTTP/1.0\r\n\r\n",
    "GET /%C3%A9%ff?%C3%A9 HTTP/1.0\r\n\r\n",
    "GET /\x07 HTTP/1.0\r\n\r\n",
    "GET /%00%0a%7f\\ HTTP/1.0\r\n\r\n",
    "GET /a%2 HTTP/1.0\r\n\r\n",
    "OPTIONS * HTTP/1.0\r\n\r\n",
    "get /lower HTTP/1.0\r\n\r\n",
    "BREW /pot HTTP/1.0\r\n\r\n",
    "HEAD /head HTTP/1.0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: one\r\n\r\n",
    "GET / HTTP/1.1\r\nX-A: 1\r\nX-B: b\r\nx-a: 2\r\nX-A:\r\n\r\n",
    "GET / HTTP/1.0\r\nContent-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
    "GET / HTTP/1.0\r\nX_Under: no\r\nX-Under: yes\r\n_: x\r\n\r\n",
    "GET / HTTP/1.0\r\nX-Fold: a\r\n b\r\n\tc\r\n\r\n",
    "GET / HTTP/1.0\r\nX-Latin: \xe9\r\nX-Empty:\r\nX-Spaces:   a b  \r\n\r\n",
    "GET / HTTP/1.0\r\nHttp-Host: h\r\nHost: g\r\n\r\n",
    "GET / HTTP/1.0\r\nRemote-Addr: spoofed\r\nPath-Info: spoofed\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: \"chunked\"\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunkedx\r\nContent-Length: 3\r\n\r\nabc",
    "POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nExpect:  100-Continue \r\nContent-Length: 3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nExpect: 100-continue, more\r\nContent-Length: 3\r\n\r\nabc",
    "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
    "GET\r\n\r\n",
    "GET /nine\r\n\r\n",
    "POST /nine\r\n\r\n",
    "GET / HTTP/2.0\r\n\r\n",
    "GET / HTTP/x\r\n\r\n",
    "GET / a b\r\n\r\n",
    "GET http://[/ HTTP/1.0\r\n\r\n",
]
STATUSES = [
    *["100 Continue", "102 Processing", "200 OK", "201 Created", "204 No Content", "206 Partial Content", "301 Moved"],
    *["304 Not Modified", "305 x", "400 Bad", "404 Not Found", "405 x", "500 x", "599 x", "199 x", "600 x", "999 x"],
    *["200", "404", "200 OK and more  words", " 200 OK", "007 Bond"],
]
SHAPES = [
    *["pieces", "empty", "nothing", "length", "Length", "write", "again"],
    *["twice", "twice-exc", "late-exc", "late", "never", "text"],
]


def echo(environ, start_response):
    seen.append({key: value for key, value in environ.items() if isinstance(value, (str, int, bool)) and key not in ("REMOTE_PORT", "SERVER_PORT", "SERVER_SOFTWARE")})
    terminated = environ.get("wsgi.input_terminated")
    data = environ["wsgi.input"].read(-1 if terminated else int(environ.get("CONTENT_LENGTH") or 0))
    start_response(environ.get("HTTP_X_STATUS", "200 OK"), [])
    return [b"body ", data]


def shaped(shape):
    def app(environ, start_response):
        if shape == "never":
            return [b"x"]
        headers = [("Content-Length", "2")] if shape == "length" else [("content-LENGTH", "2")] if shape == "Length" else [("X-Y", "z")]
        write = start_response("200 OK", headers)
        if shape == "write":
            write(b"wr")
            write(b"")
            return [b"itten"]
        if shape == "again":
            write(b"once")
            return []
        if shape == "twice":
            start_response("201 Created", [])
        if shape == "twice-exc":
            try:
                raise ValueError("x")
            except ValueError:
                start_response("500 Oops", [("X-Oops", "1")], sys.exc_info())
        if shape == "late-exc":
            write(b"sent")
            try:
                raise ValueError("too late")
            except ValueError:
                start_response("500 Oops", [("X-Oops", "1")], sys.exc_info())
        if shape == "late":
            def late():
                yield b"some"
                raise ValueError("midway")
            return late()
        return {"pieces": [b"a", b"", b"b"], "empty": [b""], "nothing": [], "length": [b"ab"], "Length": [b"ab"], "text": ["text"]}.get(shape, [b"end"])

    return app


def ask(app, request, threaded):
    global seen
    seen = []
    lines = []

    class Handler(logging.Handler):
        def emit(self, record):
            lines.append(record.getMessage())

    logger = logging.getLogger("werkzeug")
    logger.handlers = [Handler()]
    logger.setLevel(logging.INFO)
    server = make_server("127.0.0.1", 0, app, threaded=threaded)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    client = socket.create_connection(("127.0.0.1", server.port))
    client.sendall(request.encode("latin-1"))
    answer = b""
    while data := client.recv(65536):
        answer += data
    client.close()
    server.shutdown()
    thread.join()
    server.server_close()
    answer = re.sub(r"Date: [^\r]*\r\n", "", answer.decode("latin-1"))
    log = [re.sub(r"\[\d\d/\w+/\d{4} [\d:]+\]", "[time]", line).rstrip("\n") for line in lines]
    log = [re.sub(r"Traceback.*\n(?=\S)", "", line, flags=re.S) for line in log]
    return {"environ": seen[0] if seen else None, "answer": answer, "log": log}


def record():
    # A server with threads makes HTTP/1.1 of the handler for good, so those come last.
    cases = [("echo", False, request) for request in BASE]
    cases += [(shape, False, "GET / HTTP/1.1\r\n\r\n") for shape in SHAPES]
    cases += [("echo", True, f"{method} /{len(status)} HTTP/1.1\r\nX-Status: {status}\r\n\r\n") for method in ("GET", "HEAD") for status in STATUSES]
    cases += [(shape, True, "GET / HTTP/1.1\r\n\r\n") for shape in SHAPES]
    for name, threaded, request in cases:
        result = ask(echo if name == "echo" else shaped(name), request, threaded)
        if name != "echo" or threaded:
            del result["environ"]
        yield {"app": name, "threaded": threaded, "request": request, **result}


path = pathlib.Path(__file__).with_name("environs.json")
path.write_text("[\n" + ",\n".join(json.dumps(item) for item in record()) + "\n]\n")
