"""Plays the lessons on the real server and writes what each client received to recorded.json.

record.py [ID…]            needs CPython 3.11 and Werkzeug 3.1.8; without ids all lessons are played

The inputs of a lesson's scenario, and of its task's solution, are played on the loopback interface at the times that
they have, while all clients read. An input without a time is played once nothing has come for a while. The link and the
schedule of a scenario are left out: they change when bytes come, and not which.
"""

import base64
import json
import os
import re
import select
import signal
import socket
import struct
import sys
import tempfile
import time

sys.modules["colorama"] = None  # With it the log would have no colours.

import apps  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARY = os.path.join(HERE, "../../../src/lessons/library")
RECORDED = os.path.join(HERE, "recorded.json")
HOST = "127.0.0.1"
QUIET = 0.4
END = 1.6
DATE = re.compile(r"(?<=Date: )\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT")


class Server:
    """The server of a scenario, in a process of its own."""

    def __init__(self, lesson, scenario, is_solution):
        self.log = tempfile.TemporaryFile()
        hear, say = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.setpgid(0, 0)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.dup2(self.log.fileno(), 2)
            try:
                server = apps.make(lesson, scenario, HOST, is_solution)
                os.write(say, b"%d\n" % server.server_address[1])
                os.close(say)
                server.serve_forever()
                os._exit(0)
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
        os.close(say)
        with os.fdopen(hear) as f:
            self.port = int(f.readline() or 0)
        if not self.port:
            raise SystemExit(f"{lesson}: the server did not start: {self.text()}")

    def text(self):
        return os.pread(self.log.fileno(), 1 << 24, 0).decode("utf-8", "replace")

    def end(self):
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)


class Client:
    """A client that reads whenever something has come, as the machine's clients do."""

    def __init__(self, port):
        self.received = bytearray()
        self.unsent = b""
        self.end = "open"
        self.sock = socket.socket()
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setblocking(False)
        self.sock.connect_ex((HOST, port))

    def write(self, data=b""):
        """Sends what can be sent; a client whose connection is not there yet sends later."""
        self.unsent += data
        try:
            while self.unsent:
                self.unsent = self.unsent[self.sock.send(self.unsent) :]
        except BlockingIOError:
            pass

    def read(self):
        try:
            data = self.sock.recv(65536)
        except BlockingIOError:
            return
        except ConnectionResetError:
            self.end = "reset"
            return
        except ConnectionRefusedError:
            self.end = "refused"
            return
        if not data:
            self.end = "eof"
        self.received += data

    def leave(self, abruptly):
        if abruptly:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()
        self.end = "closed"


def settle(clients, quiet, until=None):
    """Reads until nothing has come for `quiet` seconds, or until the time `until`."""
    while True:
        reading = [client for client in clients if client.end == "open"]
        wait = quiet if until is None else until - time.monotonic()
        if wait <= 0:
            return
        writing = [client.sock for client in reading if client.unsent]
        readable, writable, _ = select.select([client.sock for client in reading], writing, [], wait)
        if not readable and not writable:
            return
        for client in reading:
            if client.sock in writable:
                client.write()
            if client.sock in readable:
                client.read()


def play_input(server, clients, item):
    what = item["do"]
    if what == "interrupt":
        return os.kill(server.pid, signal.SIGINT)
    if what == "connect":
        clients.append(Client(server.port))
        return settle(clients, 0, time.monotonic() + 0.01)
    client = clients[item["client"]]
    if what in ("close", "reset"):
        return client.leave(what == "reset")
    try:
        if what == "send":
            data = item["data"].encode("latin-1") if "data" in item else base64.b64decode(item["base64"])
            client.write(data)
        elif what == "shutdownWrite":
            client.sock.shutdown(socket.SHUT_WR)
    except OSError as e:
        print("   ", what, item["client"], e, file=sys.stderr)


def play(lesson, scenario, is_solution=False):
    server = Server(lesson, scenario, is_solution)
    clients = []
    started = time.monotonic()
    try:
        for item in scenario["inputs"]:
            if "time" in item:
                settle(clients, None, started + item["time"])
            else:
                settle(clients, QUIET)
            play_input(server, clients, item)
        settle(clients, END)
        return [
            {"received": DATE.sub("<DATE>", client.received.decode("latin-1")), "end": client.end} for client in clients
        ], server.text()
    finally:
        server.end()


def main(ids):
    recorded = {}
    if os.path.exists(RECORDED):
        with open(RECORDED) as f:
            recorded = json.load(f)
    for name in sorted(os.listdir(LIBRARY)):
        with open(os.path.join(LIBRARY, name)) as f:
            lesson = json.load(f)
        if ids and lesson["id"] not in ids:
            continue
        print(f"==== {lesson['id']}", file=sys.stderr)
        entry = {}
        entry["scenario"], log = play(lesson["id"], lesson["scenario"])
        print(log, file=sys.stderr)
        if "task" in lesson:
            entry["solution"], log = play(lesson["id"], lesson["task"]["solution"], True)
            print("---- solution\n" + log, file=sys.stderr)
        recorded[lesson["id"]] = entry
    with open(RECORDED, "w") as f:
        json.dump(dict(sorted(recorded.items())), f, indent=2)
        f.write("\n")


main(sys.argv[1:])
