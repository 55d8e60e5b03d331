"""The real side of `npm run oracle:live`: one long-lived server, and the client that plays scripts on it.

real.py --probe            prints as JSON which versions, apps and handlers there are
real.py CONFIG             CONFIG is JSON: {"app", "server": {"kind", "handler"?, "processes"?}, "calls"?: boolean}

Each line on stdin is a job {"steps": [...], "tail": seconds}; each answer is one line of JSON on stdout. At the end of
stdin everything ends, the server's children too. The module `live_apps`, or `apps` of another kit, holds the tables
APPS and HANDLERS; GLASWERK_ORACLE_KIT names the folder of such a kit.
"""

import dis
import errno
import importlib
import json
import os
import select
import signal
import socket
import socketserver
import struct
import sys
import tempfile
import threading
import time

sys.modules["colorama"] = None  # With it the log would have no colours.

from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer  # noqa: E402

HOST = "127.0.0.1"
SEND_TIMEOUT = 10
PLAIN = {
    "http": HTTPServer,
    "http_threading": ThreadingHTTPServer,
    "tcp": socketserver.TCPServer,
    "tcp_threading": socketserver.ThreadingTCPServer,
    "tcp_forking": socketserver.ForkingTCPServer,
}


def load_tables():
    kit = os.environ.get("GLASWERK_ORACLE_KIT")
    sys.path.insert(0, kit or os.path.dirname(os.path.abspath(__file__)))
    return importlib.import_module("apps" if kit else "live_apps")


# ---------------------------------------------------------------- the calls

CALLED = ("socketserver", "http.server", "werkzeug.serving", "werkzeug.wrappers", "werkzeug.wsgi", "werkzeug.exceptions")
LEAVING = {dis.opmap[name] for name in ("RETURN_VALUE", "YIELD_VALUE", "RETURN_GENERATOR")}


class Calls:
    """Writes a line "THREAD KIND NAME" for each call, return and raise in the modules that matter, apps among them."""

    def __init__(self, fd, kit):
        self.fd = fd
        self.kit = kit
        self.names = {}
        self.main = "server"
        os.register_at_fork(after_in_child=self.forked)

    def forked(self):
        self.main = f"child-{os.getpid()}"

    def name(self, code, module):
        if module == self.kit:
            module = "apps"
        elif not module.startswith(CALLED):
            return None
        return None if ">" in code.co_qualname.replace("<locals>", "") else f"{module}.{code.co_qualname}"

    def thread(self):
        name = threading.current_thread().name
        return self.main if name == "MainThread" else name.split(" ")[0].replace("Thread-", "handler-")

    def __call__(self, frame, event, result):
        if event not in ("call", "return"):
            return
        code = frame.f_code
        if code not in self.names:
            self.names[code] = self.name(code, frame.f_globals.get("__name__") or ""), code.co_code
        name, instructions = self.names[code]
        if name is None:
            return
        if event == "return" and result is None and instructions[frame.f_lasti] not in LEAVING:
            event = "raise"
        os.write(self.fd, f"{self.thread()} {event} {name}\n".encode())


# ---------------------------------------------------------------- the server


def make(config, tables):
    spec = config["server"]
    handler = tables.HANDLERS[spec["handler"]] if "handler" in spec else None
    if spec["kind"] in PLAIN:
        return PLAIN[spec["kind"]]((HOST, 0), handler)
    from werkzeug.serving import make_server

    processes = spec.get("processes", 40) if spec["kind"] == "forking" else 1
    return make_server(
        HOST,
        0,
        tables.APPS[config["app"]],
        threaded=spec["kind"] == "threaded",
        processes=processes,
        request_handler=handler,
    )


def run_server(config, say, life, calls):
    """What the server's process does: tells its port, serves until the other end of `life` is closed."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Recordings are of 3.11.7; other releases of 3.11 differ in this header, which is not what is compared.
    BaseHTTPRequestHandler.sys_version = "Python/3.11.7"
    tables = load_tables()
    server = make(config, tables)
    os.write(say, b"%d\n" % server.server_address[1])
    os.close(say)

    def watch():
        os.read(life, 1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    if config.get("calls"):
        profile = Calls(calls, tables.__name__)
        threading.setprofile(profile)
        sys.setprofile(profile)
    server.serve_forever()


class Notes:
    """A file that a server writes and the client reads."""

    def __init__(self):
        self.file = tempfile.TemporaryFile()
        self.seen = 0

    def news(self):
        """What was written since it was last asked."""
        data = os.pread(self.file.fileno(), 1 << 26, self.seen)
        self.seen += len(data)
        return data.decode("utf-8", "replace")


class Server:
    """A server in a process, and in a process group, of its own."""

    def __init__(self, config):
        self.log = Notes()
        self.calls = Notes()
        hear, say = os.pipe()
        life, self.held = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                os.dup2(self.log.file.fileno(), 2)
                devnull = os.open(os.devnull, os.O_RDWR)
                os.dup2(devnull, 0)
                os.dup2(devnull, 1)
                os.close(self.held)
                os.close(hear)
                run_server(config, say, life, self.calls.file.fileno())
                status = 0
            except SystemExit as e:
                status = e.code if isinstance(e.code, int) else 1
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                os._exit(status)
        os.close(say)
        os.close(life)
        with os.fdopen(hear) as f:
            self.port = int(f.readline() or 0)
        if not self.port:
            raise SystemExit(f"the server did not start: {self.log.news()}")

    def is_alive(self):
        return os.waitpid(self.pid, os.WNOHANG)[0] == 0

    def end(self):
        os.close(self.held)
        try:
            os.killpg(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


# ---------------------------------------------------------------- the client


class Link:
    """One connection of a script."""

    def __init__(self, port):
        self.received = bytearray()
        self.end = "open"
        self.sock = socket.socket()
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.settimeout(SEND_TIMEOUT)
        self.sock.connect((HOST, port))
        self.port = self.sock.getsockname()[1]

    def read(self, idle, deadline):
        while self.end == "open" and self.sock:
            wait = idle if deadline is None else deadline - time.monotonic()
            if wait <= 0 or not select.select([self.sock], [], [], wait)[0]:
                return
            try:
                data = self.sock.recv(65536)
            except ConnectionResetError:
                self.end = "reset"
                return
            if not data:
                self.end = "eof"
            self.received += data

    def close(self, abruptly=False):
        if not self.sock:
            return
        if abruptly:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()
        self.sock = None
        if self.end == "open":
            self.end = "closed"


def name_of(error):
    return errno.errorcode.get(error.errno, type(error).__name__)


class Script:
    """Plays the steps of a case; the same steps, with the same meaning, as in the recordings."""

    def __init__(self, port):
        self.port = port
        self.links = {}
        self.marks = []

    def mark(self, index, number, error=None):
        link = self.links[number]
        about = {"state": link.end} if error is None else {"error": error}
        self.marks.append({"step": index, "conn": number, "bytes": len(link.received), **about})

    def play(self, index, step):
        what, number = step["do"], step.get("conn", 0)
        if what == "pause":
            return time.sleep(step["ms"] / 1000)
        if what == "connect":
            self.links[number] = Link(self.port)
            return None
        link = self.links[number]
        if not link.sock:
            return None
        if what in ("recv_all", "recv_for"):
            span = step.get("ms", 1000) / 1000
            link.read(span, time.monotonic() + span if what == "recv_for" else None)
            return self.mark(index, number)
        if what in ("close", "reset"):
            return link.close(what == "reset")
        try:
            if what == "send":
                self.send(link.sock, step)
            elif what == "shutdown_write":
                link.sock.shutdown(socket.SHUT_WR)
        except OSError as e:
            self.mark(index, number, name_of(e))

    def send(self, sock, step):
        data = step["data"].encode("latin-1")
        size = step.get("split") or len(data) or 1
        for start in range(0, len(data), size):
            if start:
                time.sleep(step.get("gap", 20) / 1000)
            sock.sendall(data[start : start + size])

    def answers(self):
        links = [self.links[number] for number in sorted(self.links)]
        return {
            "conns": [{"received": link.received.decode("latin-1"), "end": link.end} for link in links],
            "ports": [link.port for link in links],
            "marks": self.marks,
        }


def play(server, job):
    started = time.time()
    server.log.news()
    server.calls.news()
    script = Script(server.port)
    for index, step in enumerate(job["steps"]):
        script.play(index, step)
    answers = script.answers()
    for link in script.links.values():
        link.close()
    time.sleep(job["tail"])
    return {
        **answers,
        "port": server.port,
        "log": server.log.news(),
        "calls": server.calls.news(),
        "started": started,
        "ended": time.time(),
        "alive": server.is_alive(),
    }


def probe():
    tables = load_tables()
    from importlib.metadata import version

    return {
        "python": ".".join(map(str, sys.version_info[:3])),
        "werkzeug": version("werkzeug"),
        "apps": sorted(tables.APPS),
        "handlers": sorted(tables.HANDLERS),
    }


def main():
    if sys.argv[1] == "--probe":
        print(json.dumps(probe()))
        return
    server = Server(json.loads(sys.argv[1]))
    try:
        print(json.dumps({"port": server.port}), flush=True)
        for line in sys.stdin:
            print(json.dumps(play(server, json.loads(line))), flush=True)
    finally:
        server.end()


if __name__ == "__main__":
    main()
