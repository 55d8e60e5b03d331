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


# Properties that always have a value: the header behind them, and texts that it may have.
WEIGHTED = ["text/html;q=0.5, */*", "en-US, de;q=0.2", "gzip, identity;q=0", "utf-8, *;q=0.1"]
ETAGS = ['"a", W/"b"', "*", "plain"]
SETS = ["a, B", "a, a, , b"]
DATE = "Sun, 06 Nov 1994 08:49:37 GMT"
TYPES = ["text/html; charset=utf-8; X=y", "Text/HTML", "application/json", "application/problem+json", "; a=b"]
REQUEST = {
    "pragma": ("Pragma", SETS),
    "accept_mimetypes": ("Accept", WEIGHTED),
    "accept_charsets": ("Accept-Charset", WEIGHTED),
    "accept_encodings": ("Accept-Encoding", WEIGHTED),
    "accept_languages": ("Accept-Language", WEIGHTED),
    "cache_control": ("Cache-Control", ["no-cache", "max-age=5, no-store"]),
    "if_match": ("If-Match", ETAGS),
    "if_none_match": ("If-None-Match", ETAGS),
    "if_modified_since": ("If-Modified-Since", [DATE, "x"]),
    "if_unmodified_since": ("If-Unmodified-Since", [DATE, "x"]),
    "if_range": ("If-Range", [DATE, '"etag"']),
    "range": ("Range", ["bytes=0-4", "bytes=-5", "x"]),
    "user_agent": ("User-Agent", ["curl/8", ""]),
    "authorization": ("Authorization", ["Basic YTpi", "Bearer x", "x"]),
    "content_length": ("Content-Length", ["5", "-5", "x"]),
    "mimetype": ("Content-Type", TYPES),
    "mimetype_params": ("Content-Type", TYPES),
    "is_json": ("Content-Type", TYPES),
    "cookies": ("Cookie", ["a=1; b=2; a=3", "a"]),
    "access_route": ("X-Forwarded-For", ["1.1.1.1, 2.2.2.2", "3.3.3.3"]),
    "host": ("Host", ["h:80", "h:81", "x y"]),
    "url": ("Host", ["h:80", "h:81", "x y"]),
    "base_url": ("Host", ["h:81"]),
    "root_url": ("Host", ["h:81"]),
    "host_url": ("Host", ["h:81"]),
}
RESPONSE = {
    "mimetype": ("Content-Type", TYPES),
    "mimetype_params": ("Content-Type", TYPES),
    "is_json": ("Content-Type", TYPES),
    "vary": ("Vary", SETS),
    "content_language": ("Content-Language", SETS),
    "allow": ("Allow", SETS),
    "cache_control": ("Cache-Control", ["public, s-maxage=5", "private"]),
    "content_range": ("Content-Range", ["bytes 0-4/10", "bytes */5", "x"]),
    "www_authenticate": ("WWW-Authenticate", ['Basic realm="x"', "Bearer abc"]),
    "content_security_policy": ("Content-Security-Policy", ["default-src a; img-src *"]),
    "content_security_policy_report_only": ("Content-Security-Policy-Report-Only", ["default-src a; img-src *"]),
    "access_control_allow_credentials": ("Access-Control-Allow-Credentials", ["true", "x"]),
    "cross_origin_opener_policy": ("Cross-Origin-Opener-Policy", ["same-origin", "unsafe-none"]),
    "cross_origin_embedder_policy": ("Cross-Origin-Embedder-Policy", ["require-corp", "unsafe-none"]),
}
# What is assigned; and what is done to the value in place: a member and its value, or a method and its argument.
ASSIGNED = {
    "mimetype": ["text/html", "image/png"],
    "vary": ["x", ["a", "b"], []],
    "content_language": ["x", ["a", "b"], []],
    "allow": ["x", ["a", "b"], []],
    "content_range": ["bytes 0-4/10", None],
    "content_security_policy": ["default-src x", None],
    "content_security_policy_report_only": ["default-src x", None],
    "access_control_allow_credentials": [True, False, None],
}
CHANGED = {
    "mimetype_params": ["update", [{"charset": "x"}]],
    "vary": ["add", ["z"]],
    "content_language": ["add", ["z"]],
    "allow": ["add", ["z"]],
    "content_security_policy": ["script_src", "z"],
    "content_security_policy_report_only": ["script_src", "z"],
    "cache_control": ["max_age", 7],
    "content_range": ["set", [1, 3, 9]],
}


def shown(value):
    if hasattr(value, "to_header"):
        return value.to_header()
    return repr(getattr(value, "value", value) if type(value).__module__ == "werkzeug.http" else value)


def told(action):
    try:
        return shown(action())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def always(make, table):
    """Each property with its header, without it, and with another one."""
    return [
        [name, header, told(lambda: getattr(make("X-Other", "x"), name)), [[text, told(lambda: getattr(make(header, text), name))] for text in texts]]
        for name, (header, texts) in table.items()
    ]


def assigned(name, value):
    header, [text, *_] = RESPONSE[name]
    one = response(header, text)
    setattr(one, name, value)
    return one.headers.getlist(header)


def changed(name, member, value):
    header, [text, *_] = RESPONSE[name]
    one = response(header, text)
    held = getattr(one, name)
    if isinstance(value, list):
        getattr(held, member)(*value)
    else:
        setattr(held, member, value)
    return one.headers.getlist(header)


value = {
    "request": [[name, header, read(request, name, header)] for name, header in properties(Request).items()],
    "response": [[name, header, read(response, name, header)] for name, header in properties(Response).items()],
    "written": [[name, header, write(name, header)] for name, header in properties(Response).items()],
    "alwaysRequest": always(request, REQUEST),
    "alwaysResponse": always(response, RESPONSE),
    "assigned": [[name, value, attempt(lambda: assigned(name, value))] for name, values in ASSIGNED.items() for value in values],
    "changed": [[name, member, value, attempt(lambda: changed(name, member, value))] for name, (member, value) in CHANGED.items()],
}
pathlib.Path(__file__).with_name("properties.json").write_text(json.dumps(value, indent=1) + "\n")
