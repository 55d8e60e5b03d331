"""Records what members of Werkzeug's data structures answer, as JSON: `members.json`, which members.test.ts compares with.

    pip install werkzeug==3.1.8
    python3.11 test/werkzeug/datastructures/record_members.py > test/werkzeug/datastructures/members.json
"""

import json
from tempfile import SpooledTemporaryFile

from werkzeug.datastructures import EnvironHeaders, FileStorage, Headers, ImmutableList
from werkzeug.utils import append_slash_redirect

PAIRS = [(letter, str(index)) for index, letter in enumerate("ABCDE")]
SLICES = [
    *[(1, 3, None), (None, None, None), (None, None, 2), (None, None, -1), (-2, None, None), (9, None, None)],
    *[(3, 1, None), (1, -1, 2), (None, 2, None), (4, 0, -2), (None, None, 0), (-9, 2, None), (2, -9, -1)],
]
VALUES = [
    [["X", "1"]],
    [["X", "1"], ["Y", "2"]],
    [],
    [["X", "1"], ["Y", "2"], ["Z", "3"]],
    [["X", "a\nb"]],
]
FILE = b"one\ntwo\nthree"
CALLS = [
    *[["closed"], ["readable", []], ["writable", []], ["seekable", []], ["isatty", []], ["tell", []], ["flush", []]],
    *[["read", [4]], ["read", [0]], ["read", [-1]], ["read", [99]], ["read1", [3]], ["readline", []], ["readline", [2]]],
    *[["readlines", []], ["readlines", [2]], ["readlines", [4]], ["readlines", [5]], ["seek", [3]], ["seek", [-2, 2]]],
    *[["seek", [-99, 2]], ["seek", [99]], ["seek", [-1]], ["seek", [0, 5]], ["truncate", [3]], ["truncate", []]],
    *[["truncate", [-1]], ["truncate", [99]], ["write", ["XY"]], ["write", [""]], ["writelines", [["a", "b"]]], ["close", []]],
]


def told(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def plain(value):
    """A value as JSON has it; bytes are text."""
    if isinstance(value, bytes):
        return value.decode("latin1")
    return [plain(item) for item in value] if isinstance(value, list) else value


def sliced(action):
    headers = Headers(PAIRS)
    error = told(lambda: action(headers))
    return error if isinstance(error, str) else [list(pair) for pair in headers]


def slices():
    for start, end, step in SLICES:
        place = slice(start, end, step)
        got = told(lambda: [list(pair) for pair in Headers(PAIRS)[place]])
        yield {
            "slice": [start, end, step],
            "get": got,
            "del": sliced(lambda headers: headers.__delitem__(place)),
            "set": [sliced(lambda headers: headers.__setitem__(place, value)) for value in VALUES],
        }


def called(steps):
    """What each call answers, then where the file stands, and what is in it."""
    stream = SpooledTemporaryFile(500 * 1024)
    stream.write(FILE)
    stream.seek(0)
    file = FileStorage(stream, "a.txt")
    answers = []
    for name, *rest in steps:
        args = [
            [item.encode() for item in arg] if isinstance(arg, list) else arg.encode() if isinstance(arg, str) else arg
            for arg in (rest[0] if rest else [])
        ]
        answers.append(told(lambda: plain(getattr(file, name)(*args) if rest else getattr(file, name))))
    answers.append(told(lambda: file.tell()))
    answers.append(told(lambda: plain((file.seek(0), file.read())[1])))
    return {"steps": steps, "answers": answers}


def files():
    for call in CALLS:
        yield called([call])
    for call in CALLS:
        yield called([["close", []], call])
    for first in [["seek", [5]], ["seek", [20]], ["read", [6]], ["truncate", [5]], ["seek", [-4, 2]]]:
        for call in CALLS[7:-1]:
            yield called([first, call, call])


def redirects():
    for path, query in [("/a/b", ""), ("/a/", "x=1"), ("", ""), ("/a", "q=é"), ("/user/42", "a=b&c")]:
        response = append_slash_redirect({"PATH_INFO": path, "QUERY_STRING": query})
        yield [path, query, response.status, response.headers["Location"], response.get_data(True)]


def deleted(index):
    return sliced(lambda headers: headers.__delitem__(index))


def main():
    immutable = ImmutableList([3, 1])
    environ = EnvironHeaders({"HTTP_A": "1"})
    record = {
        "slices": list(slices()),
        "deleted": [[index, deleted(index)] for index in [0, -1, 4, 5, -5, -6]],
        "files": list(files()),
        "redirects": list(redirects()),
        "immutable": [
            [name, told(lambda: getattr(immutable, name)(*args))]
            for name, args in [("append", [1]), ("extend", [[]]), ("insert", [0, 1]), ("pop", []), ("remove", [3]), ("reverse", []), ("sort", [])]
        ],
        "environ": [
            told(lambda: environ.__delitem__(slice(0, 1))),
            told(lambda: environ.__setitem__(slice(0, 1), [("a", "b")])),
            told(lambda: environ[0:1]),
            told(lambda: environ[0]),
        ],
    }
    print("{\n" + ",\n".join(f'"{key}": [\n' + ",\n".join(json.dumps(item) for item in value) + "\n]" for key, value in record.items()) + "\n}")


main()
