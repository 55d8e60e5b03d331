"""Plays sequences of operations on the real Linux, for `npm run kernel:live`.

Reads one JSON object a line, {"operations": [...], "pause": seconds}, and answers one JSON list a line: for each operation its value
(or "E:" and an errno) and what poll(2) says of each open descriptor. Every call goes to the C library, so that nothing of Python's own is
compared. Run it in a network namespace of its own where that is possible.
"""
import ctypes
import errno
import fcntl
import json
import os
import select
import shutil
import socket
import struct
import sys
import tempfile
import time

LIBC = ctypes.CDLL(None, use_errno=True)
NAMES = dict(errno.errorcode)
NAMES.update({errno.EOPNOTSUPP: 'EOPNOTSUPP', errno.EAGAIN: 'EAGAIN'})
FIONBIO = 0x5421
MSG_NOSIGNAL = 0x4000
EVENTS = 0x2007
# Descriptors begin here, so that those of this program are not in the way.
FIRST_FD = 100
# Ports that stand for 20001 and 20002: two that nothing has used for a while.
FIRST_PORT, LAST_PORT = 10000, 32700


def call(name, *args):
    """What a function of the C library answers, or 'E:' and the errno."""
    answer = getattr(LIBC, name)(*args)
    return 'E:' + NAMES.get(ctypes.get_errno(), str(ctypes.get_errno())) if answer < 0 else answer


def failed(answer):
    return isinstance(answer, str)


def packed(place):
    if isinstance(place, str):
        return struct.pack('=H', socket.AF_UNIX) + place.encode() + b'\0'
    host, port = place
    return struct.pack('=H', socket.AF_INET) + struct.pack('!H', port) + socket.inet_aton(host) + bytes(8)


def unpacked(buffer, size):
    """An address: [host, port], 'U:' and a path, or None."""
    if size < 2:
        return None
    if buffer[0] == socket.AF_INET:
        return [socket.inet_ntoa(buffer[4:8]), struct.unpack('!H', buffer[2:4])[0]]
    return 'U:' + buffer[2:size].split(b'\0')[0].decode()


def shown(data):
    text = data.decode('latin1')
    return text if len(text) <= 40 else f'{len(text)}:{text[:8]}..{text[-8:]}'


class Player:
    """Plays one sequence; its descriptors and paths go away with it."""

    def __init__(self, base, port):
        self.base = base
        self.ports = {20001: port, 20002: port + 1}
        self.slots = {}
        self.open = []
        # By descriptor: the open file, an object of its own; and which path belongs to it.
        self.files = {}
        self.paths = {}

    def play(self, operations, pause):
        outcomes = []
        for operation in operations:
            value = self.back(self.step(operation))
            time.sleep(pause)
            outcomes.append({'value': value, 'masks': {slot: self.mask(slot) for slot in self.open}})
        return outcomes

    def end(self):
        for fd in list(self.files):
            LIBC.setsockopt(fd, socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0), 8)
            LIBC.close(fd)

    def mask(self, slot):
        poll = select.poll()
        poll.register(self.slots[slot], EVENTS)
        ready = poll.poll(0)
        return ready[0][1] if ready else 0

    def back(self, value):
        """Real ports become those of the sequence."""
        if isinstance(value, list):
            return [self.back(item) for item in value]
        for port, real in self.ports.items():
            if value == real and not isinstance(value, str):
                return port
        return value

    def install(self, slot, fd, file=None):
        self.slots[slot] = fd
        if slot not in self.open:
            self.open.append(slot)
        self.files[fd] = object() if file is None else file
        return fd - self.base

    def unblocking(self, fd):
        LIBC.ioctl(fd, FIONBIO, ctypes.byref(ctypes.c_int(1)))

    def address(self, place):
        if isinstance(place, dict):
            fd = self.slots.get(place['of'])
            known = None if fd is None else self.name('getsockname', fd)
            return packed(known if isinstance(known, list) else ['127.0.0.1', 9])
        if isinstance(place, list):
            return packed([place[0], self.ports.get(place[1], place[1])])
        return packed(place)

    def name(self, function, fd):
        buffer, size = ctypes.create_string_buffer(128), ctypes.c_uint32(128)
        answer = call(function, fd, buffer, ctypes.byref(size))
        return answer if failed(answer) else unpacked(buffer.raw, size.value)

    def step(self, operation):
        name = operation['do']
        if name not in ('socket', 'pipe', 'epoll', 'pause') and operation['on'] not in self.slots:
            return 'skip'
        return getattr(self, 'do_' + name)(operation)

    def fd(self, operation):
        return self.slots[operation['on']]

    def do_socket(self, operation):
        answer = call('socket', getattr(socket, operation['family']), getattr(socket, operation['type']), 0)
        if failed(answer):
            return answer
        self.unblocking(answer)
        return self.install(operation['as'], answer)

    def do_pipe(self, operation):
        fds = (ctypes.c_int * 2)()
        answer = call('pipe', fds)
        if failed(answer):
            return answer
        for fd in fds:
            self.unblocking(fd)
        return [self.install(operation['as'], fds[0]), self.install(operation['write'], fds[1])]

    def do_epoll(self, operation):
        answer = call('epoll_create1', 0)
        return answer if failed(answer) else self.install(operation['as'], answer)

    def do_pause(self, operation):
        time.sleep(operation['millis'] / 1000)
        return 0

    def do_bind(self, operation):
        fd, place = self.fd(operation), operation['to']
        address = self.address(place)
        answer = call('bind', fd, address, len(address))
        if answer == 0 and isinstance(place, str):
            self.paths[id(self.files[fd])] = place
        return answer

    def do_connect(self, operation):
        address = self.address(operation['to'])
        return call('connect', self.fd(operation), address, len(address))

    def do_listen(self, operation):
        return call('listen', self.fd(operation), operation['backlog'])

    def do_accept(self, operation):
        buffer, size = ctypes.create_string_buffer(128), ctypes.c_uint32(128)
        answer = call('accept4', self.fd(operation), buffer, ctypes.byref(size), 0)
        if failed(answer):
            return answer
        self.unblocking(answer)
        return [self.install(operation['as'], answer), unpacked(buffer.raw, size.value) or 'U:']

    def do_dup(self, operation):
        fd = self.fd(operation)
        answer = call('dup', fd)
        return answer if failed(answer) else self.install(operation['as'], answer, self.files.get(fd))

    def do_recv(self, operation):
        size = operation['size']
        data = ctypes.create_string_buffer(max(size, 1))
        buffer, length = ctypes.create_string_buffer(128), ctypes.c_uint32(128)
        answer = call('recvfrom', self.fd(operation), data, size, 0, buffer, ctypes.byref(length))
        return answer if failed(answer) else [shown(data.raw[:answer]), unpacked(buffer.raw, length.value)]

    def do_read(self, operation):
        data = ctypes.create_string_buffer(max(operation['size'], 1))
        answer = call('read', self.fd(operation), data, operation['size'])
        return answer if failed(answer) else shown(data.raw[:answer])

    def do_send(self, operation):
        size = operation['size']
        place = operation.get('to')
        address = None if place is None else self.address(place)
        data = operation['byte'].encode() * size
        length = 0 if address is None else len(address)
        return call('sendto', self.fd(operation), data, size, MSG_NOSIGNAL, address, length)

    do_sendto = do_send

    def do_write(self, operation):
        return call('write', self.fd(operation), operation['byte'].encode() * operation['size'], operation['size'])

    def do_fill(self, operation):
        data, dry = b'f' * 65536, 0
        for _ in range(4000):
            answer = call('write', self.fd(operation), data, len(data))
            if answer == 'E:EAGAIN':
                dry += 1
                if dry >= 3:
                    return 'full'
                time.sleep(.002)
            elif failed(answer):
                return answer
            else:
                dry = 0
        return 'endless'

    def do_drain(self, operation):
        data, dry = ctypes.create_string_buffer(65536), 0
        while True:
            answer = call('read', self.fd(operation), data, 65536)
            if failed(answer):
                dry += 1
                if answer != 'E:EAGAIN' or dry >= 3:
                    return answer
                time.sleep(.005)
            elif answer == 0:
                return 'end'
            else:
                dry = 0

    def do_shutdown(self, operation):
        return call('shutdown', self.fd(operation), getattr(socket, operation['how']))

    def do_close(self, operation):
        slot, fd = operation['on'], self.fd(operation)
        if slot in self.open:
            self.open.remove(slot)
        file = self.files.pop(fd, None)
        answer = call('close', fd)
        # The file of a Unix socket goes with the socket, as in Glaswerk.
        if file is not None and file not in self.files.values():
            path = self.paths.pop(id(file), None)
            if path is not None:
                os.unlink(path)
        return answer

    def do_setopt(self, operation):
        level, option, value = getattr(socket, operation['level']), getattr(socket, operation['option']), operation['value']
        data = struct.pack('ii', *value) if isinstance(value, list) else struct.pack('i', value)
        return call('setsockopt', self.fd(operation), level, option, data, len(data))

    def do_getopt(self, operation):
        option = operation['option']
        buffer, size = ctypes.create_string_buffer(8), ctypes.c_uint32(8)
        level = getattr(socket, operation['level'])
        answer = call('getsockopt', self.fd(operation), level, getattr(socket, option), buffer, ctypes.byref(size))
        if failed(answer):
            return answer
        value, more = struct.unpack('ii', buffer.raw)
        if option == 'SO_LINGER':
            return more if value else -1
        return 'err:' + NAMES[value] if option == 'SO_ERROR' and value else value

    def do_sockname(self, operation):
        return self.name('getsockname', self.fd(operation)) or 'U:'

    def do_peername(self, operation):
        return self.name('getpeername', self.fd(operation)) or 'U:'

    def do_select(self, operation):
        fd = self.fd(operation)
        try:
            read, write, _ = select.select([fd], [fd], [], 0)
        except OSError as error:
            return 'E:' + NAMES[error.errno]
        return [len(read), len(write)]

    def do_ectl(self, operation):
        fd = self.slots.get(operation['file'])
        if fd is None:
            return 'skip'
        event = struct.pack('=IQ', operation['events'], fd)
        how = getattr(select, 'EPOLL_CTL_' + operation['how'], {'ADD': 1, 'DEL': 2, 'MOD': 3}[operation['how']])
        return call('epoll_ctl', self.fd(operation), how, fd, event)

    def do_ewait(self, operation):
        buffer = ctypes.create_string_buffer(12 * max(operation['most'], 1))
        answer = call('epoll_wait', self.fd(operation), buffer, operation['most'], 0)
        if failed(answer):
            return answer
        events = [struct.unpack_from('=IQ', buffer.raw, 12 * number) for number in range(answer)]
        return [[fd - self.base, mask] for mask, fd in events]


def raise_loopback():
    """A new network namespace has a loopback interface that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack('16sh14x', b'lo', 0)
        flags = struct.unpack('16sh', fcntl.ioctl(probe, 0x8913, request)[:18])[1]
        if not flags & 1:
            fcntl.ioctl(probe, 0x8914, struct.pack('16sh14x', b'lo', flags | 1))


def main():
    raise_loopback()
    hold = os.open('/dev/null', os.O_RDONLY)
    while os.dup(hold) < FIRST_FD:
        pass
    base = os.dup(hold)
    os.close(base)
    port = FIRST_PORT + (os.getpid() * 514 % 20000)
    print(json.dumps({'kernel': os.uname().release}), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        port = FIRST_PORT if port > LAST_PORT else port + 2
        player, folder, here = Player(base, port), tempfile.mkdtemp(), os.getcwd()
        os.chdir(folder)
        try:
            outcomes = player.play(job['operations'], job['pause'])
        finally:
            player.end()
            os.chdir(here)
            shutil.rmtree(folder, ignore_errors=True)
        print(json.dumps(outcomes), flush=True)


main()
