"""Records how Werkzeug's requests and responses read and write headers: `python3 test/werkzeug/lives/record_properties.py`.

Writes properties.json beside this file: of each property that a header stands behind, what it reads from some texts, and which text
it writes. An answer is the repr of a value, or the class and the text of an exception.
"""
import json
import pathlib

from werkzeug.sansio.request import Request
from werkzeug.sansio.response import Response
from werkzeug.utils import header_property
from werkzeug.datastructures import Headers

TEXTS = ["", "x", "a, b", "5", "-1", "true", "Sun, 06 Nov 1994 08:49:37 GMT", "text/html; charset=utf-8", "GET", "http://h/p?q=1"]
# Enums here, texts there.
ENUMS = ("cross_origin_",)
WRITTEN = {"'x'": "x", "HeaderSet(['x'])": ["a", "b"]}


def attempt(action):
    try:
        return repr(action())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def properties(cls):
    return {name: value.name for name, value in sorted(vars(cls).items()) if isinstance(value, header_property) and not name.startswith(ENUMS)}


def request(header, text):
    return Request("GET", "http", ("h", 80), "", "/", b"", Headers([(header, text)]), "127.0.0.1")


def read(make, name, header):
    return [[text, attempt(lambda: getattr(make(header, text), name))] for text in TEXTS]


def response(header, text):
    return Response(headers=[(header, text)])


def write(name, header):
    """A text where text is read, a list where a set is read, a number elsewhere."""
    value = WRITTEN.get(attempt(lambda: getattr(response(header, "x"), name)), 5)
    one = response(header, "before")

    def change():
        setattr(one, name, value)
        return one.headers.getlist(header)

    return [value, attempt(change)]


value = {
    "request": [[name, header, read(request, name, header)] for name, header in properties(Request).items()],
    "response": [[name, header, read(response, name, header)] for name, header in properties(Response).items()],
    "written": [[name, header, write(name, header)] for name, header in properties(Response).items()],
}
pathlib.Path(__file__).with_name("properties.json").write_text(json.dumps(value, indent=1) + "\n")
