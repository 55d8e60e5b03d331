"""Records short lives of Werkzeug's header objects: `python3 test/werkzeug/lives/record.py` (CPython 3.11.7, Werkzeug 3.1.8).

Writes recorded.json beside this file. A life is [kind, header, deeds], a deed [name, arguments, answer, header after it, updates so far].
Names are Python's; `get NAME` and `set NAME` are attributes, the others of one word in capitals are the language's own.
"""
import json
import pathlib
import random

from werkzeug import http
from werkzeug.datastructures import (
    CallbackDict,
    CharsetAccept,
    CombinedMultiDict,
    Headers,
    ImmutableMultiDict,
    LanguageAccept,
    MIMEAccept,
    MultiDict,
    RequestCacheControl,
    ResponseCacheControl,
)

chance = random.Random(8)
pick = chance.choice

TOKENS = ["a", "B", "b", "X-Y", "sp ace", 'q"t', "", "*", "A"]
INTS = [None, 0, 1, -1, 5, 10, 11, 60]
LENGTHS = [None, 0, 1, 4, 5, 10, 11, 100]
FLAGS = ["no-store", "max-age=60", "max-age=x", "no-cache", 'no-cache="a, b"', "private", "public", "max-stale", "max-stale=5"]
FLAGS += ["min-fresh=-1", "only-if-cached", "immutable", "s-maxage=0", "stale-if-error=3", "must-revalidate", "x-own=1", "no-transform"]
SOURCES = ["default-src 'self'", "img-src *", "script-src a b", "sandbox", "  ", "report-uri /x ", "IMG-SRC x", "base-uri none"]
MIMES = ["text/html", "text/*", "*/*", "application/json", "TEXT/HTML", "text/html;level=1", "text", "application/xhtml+xml", "image/png", "*"]
LANGUAGES = ["en", "en-US", "en_us", "de", "de-AT", "*", "fr-CA", "EN", "zh-Hans-CN"]
CHARSETS = ["utf-8", "UTF8", "latin-1", "iso-8859-1", "*", "x-own", "ascii"]
QUALITIES = ["", "", ";q=0.5", ";q=0.8", ";q=0", ";q=1", ";q=0.5;x=1", ";q=2", ";q=-1", "; q = 0.3", ";q=0.25"]
REQUEST = ["no_store", "max_age", "no_transform", "no_cache", "max_stale", "min_fresh", "only_if_cached", "stale_if_error"]
RESPONSE = ["no_store", "max_age", "no_cache", "public", "private", "must_revalidate", "proxy_revalidate", "s_maxage"]
RESPONSE += ["immutable", "must_understand", "stale_while_revalidate", "no_transform", "stale_if_error"]
POLICY = ["base_uri", "child_src", "connect_src", "default_src", "font_src", "form_action", "frame_ancestors", "frame_src", "img_src"]
POLICY += ["manifest_src", "media_src", "navigate_to", "object_src", "prefetch_src", "plugin_types", "report_to", "report_uri", "sandbox"]
POLICY += ["script_src", "script_src_attr", "script_src_elem", "style_src", "style_src_attr", "style_src_elem", "worker_src"]
SOURCES += [name.replace("_", "-") + " own" for name in POLICY]


def some(choices, most=4):
    return [pick(choices) for _ in range(chance.randint(0, most))]


def attribute_deeds(names, values):
    return lambda: pick([(f"get {pick(names)}", []), (f"set {pick(names)}", [pick(values)]), ("REPR", []), ("LEN", [])])


def accept(choices):
    def header():
        return ", ".join(value + pick(QUALITIES) for value in some(choices, 5))

    def deed():
        return pick([
            ("quality", [pick(choices)]),
            ("IN", [pick(choices)]),
            ("find", [pick(choices)]),
            ("index", [pick(choices)]),
            ("best_match", [some(choices)]),
            ("best_match", [some(choices), "fallback"]),
            ("get best", []),
            ("values", []),
            ("REPR", []),
            ("BOOL", []),
        ])

    return header, deed


def etag():
    return pick(['"a"', 'W/"a"', '"b"', 'W/"b"', "c", '"q"', "*", 'W/"*"', '"a', 'w/"d"'])


def tag_deed():
    name = pick(["is_weak", "is_strong", "contains", "contains_weak", "contains_raw", "CALL", "LEN", "BOOL", "as_set", "IN"])
    if name in ("LEN", "BOOL"):
        return name, []
    if name == "as_set":
        return name, [pick([True, False])]
    return name, [etag() if name == "contains_raw" else pick(["a", "b", "c", "d", "*", ""])]


def set_deed():
    name = pick(["add", "remove", "update", "discard", "find", "index", "clear", "as_set", "ITEM", "SETITEM", "DELITEM", "IN", "LEN", "REPR"])
    arguments = {
        "update": lambda: [some(TOKENS)],
        "clear": list,
        "LEN": list,
        "REPR": list,
        "as_set": lambda: [pick([True, False])],
        "ITEM": lambda: [chance.randint(-3, 3)],
        "DELITEM": lambda: [chance.randint(-3, 3)],
        "SETITEM": lambda: [chance.randint(-3, 3), pick(TOKENS)],
    }.get(name, lambda: [pick(TOKENS)])
    return name, arguments()


def range_header():
    item = lambda: pick(["0-4", "5-", "-5", "0-0", "4-3", "10-20", "-0", "x-1", "1", " 2 - 3 ", "-100", "99999999999999999999-"])
    return pick(["bytes", "bytes", "bytes", "Bytes", "lines", ""]) + pick(["=", "=", "=", " "]) + ",".join(item() for _ in range(pick([1, 1, 1, 2])))


def range_deed():
    name = pick(["range_for_length", "make_content_range", "to_content_range_header", "get units", "get ranges", "REPR"])
    return name, [] if name.startswith("get") or name == "REPR" else [pick(LENGTHS)]


def content_deed():
    name = pick(["set", "set", "unset", "get start", "get stop", "get length", "get units", "set start", "set length", "set units", "BOOL", "REPR"])
    if name == "set":
        return name, [pick(INTS), pick(INTS), pick(LENGTHS), pick(["bytes", None, "lines"])][: pick([2, 3, 4])]
    if name == "set units":
        return name, [pick(["bytes", "lines"])]
    if name.startswith("set "):
        return name, [pick([0, 1, 2])]
    return name, []


KEYS = ["a", "b", "A", "c"]
VALUES = ["1", "2", "x", ""]
NAMES = ["X-A", "x-a", "Set-Cookie", "set-cookie", "Vary", "Y"]


def pairs_text():
    return "&".join(f"{pick(KEYS)}={pick(VALUES)}" for _ in range(chance.randint(0, 4)))


def pairs_of(text, _=None):
    return [tuple(part.split("=")) for part in text.split("&")] if text else []


def some_pairs(keys):
    return [[pick(keys), pick(VALUES)] for _ in range(chance.randint(0, 3))]


def multi_deed():
    key = pick(KEYS)
    return pick([
        ("add", [key, pick(VALUES)]),
        ("get", [key]),
        ("get", [key, "none"]),
        ("getlist", [key]),
        ("setlist", [key, some(VALUES)]),
        ("setdefault", [key, "own"]),
        ("setlistdefault", [key, ["own", "2"]]),
        ("items", []),
        ("items", [True]),
        ("keys", []),
        ("values", []),
        ("lists", []),
        ("listvalues", []),
        ("pop", [key]),
        ("pop", [key, "none"]),
        ("popitem", []),
        ("poplist", [key]),
        ("popitemlist", []),
        ("update", [some_pairs(KEYS)]),
        ("clear", []),
        ("copy", []),
        ("to_dict", []),
        ("to_dict", [False]),
        ("ITEM", [key]),
        ("SETITEM", [key, pick(VALUES)]),
        ("DELITEM", [key]),
        ("IN", [key]),
        ("LEN", []),
        ("BOOL", []),
        ("REPR", []),
    ])


def dict_deed():
    key = pick(KEYS)
    return pick([
        ("get", [key]),
        ("setdefault", [key, "own"]),
        ("items", []),
        ("pop", [key]),
        ("pop", [key, "none"]),
        ("popitem", []),
        ("update", [some_pairs(KEYS)]),
        ("clear", []),
        ("ITEM", [key]),
        ("SETITEM", [key, pick(VALUES)]),
        ("DELITEM", [key]),
        ("LEN", []),
    ])


def header_deed():
    name = pick(NAMES)
    return pick([
        ("add", [name, pick(VALUES)]),
        ("add", [name, "a\nb"]),
        ("add_header", [name, pick(VALUES)]),
        ("set", [name, pick(VALUES)]),
        ("get", [name]),
        ("get", [name, "none"]),
        ("getlist", [name]),
        ("get_all", [name]),
        ("setlist", [name, some(VALUES)]),
        ("setdefault", [name, "own"]),
        ("setlistdefault", [name, ["own", "2"]]),
        ("items", []),
        ("items", [True]),
        ("keys", []),
        ("keys", [True]),
        ("values", []),
        ("remove", [name]),
        ("pop", []),
        ("pop", [name]),
        ("pop", [name, "none"]),
        ("pop", [chance.randint(-3, 3)]),
        ("popitem", []),
        ("extend", [some_pairs(NAMES)]),
        ("update", [some_pairs(NAMES)]),
        ("clear", []),
        ("copy", []),
        ("to_wsgi_list", []),
        ("ITEM", [name]),
        ("ITEM", [chance.randint(-3, 3)]),
        ("SETITEM", [name, pick(VALUES)]),
        ("DELITEM", [name]),
        ("DELITEM", [chance.randint(-3, 3)]),
        ("IN", [name]),
        ("LEN", []),
        ("BOOL", []),
        ("REPR", []),
    ])


def combined_deed():
    # The order of its keys is that of a set.
    name, arguments = multi_deed()
    return ("LEN", []) if name == "keys" else (name, arguments)


def two_dicts(text, _):
    return CombinedMultiDict([MultiDict(pairs_of(part)) for part in text.split("|")])


KINDS = {
    "set": (lambda: ", ".join(some(['a', 'B', '"c, d"', 'A', 'x"y', '']) ), set_deed, http.parse_set_header, 60),
    "etags": (lambda: pick([", ", ",", " "]).join(etag() for _ in range(chance.randint(0, 4))), tag_deed, lambda h, _: http.parse_etags(h), 40),
    "range": (range_header, range_deed, lambda h, _: http.parse_range_header(h), 60),
    "content_range": (
        lambda: pick(["bytes 0-4/10", "bytes */10", "bytes 0-4/*", "bytes 5-4/10", "lines 1-2/3", "bytes", "bytes 0-9/10", "bytes 0-10/10", "bytes x/1"]),
        content_deed, http.parse_content_range_header, 60),
    "if_range": (lambda: pick(['"a"', 'W/"a"', "Sun, 06 Nov 1994 08:49:37 GMT", "", "x"]), lambda: pick([("get etag", []), ("REPR", [])]), lambda h, _: http.parse_if_range_header(h), 6),
    "request_cache": (
        lambda: ", ".join(some(FLAGS)), attribute_deeds(REQUEST, [None, True, False, 0, 5, "7"]),
        lambda h, u: http.parse_cache_control_header(h, u, RequestCacheControl), 50),
    "response_cache": (
        lambda: ", ".join(some(FLAGS)), attribute_deeds(RESPONSE, [None, True, False, 0, 5, "7"]),
        lambda h, u: http.parse_cache_control_header(h, u, ResponseCacheControl), 60),
    "policy": (lambda: ";".join(some(SOURCES, 12)), attribute_deeds(POLICY, [None, "'self'", "", "a b"]), http.parse_csp_header, 60),
    "mime": (*accept(MIMES), lambda h, _: http.parse_accept_header(h, MIMEAccept), 60),
    "language": (*accept(LANGUAGES), lambda h, _: http.parse_accept_header(h, LanguageAccept), 60),
    "multi": (pairs_text, multi_deed, lambda t, _: MultiDict(pairs_of(t)), 80),
    "immutable_multi": (pairs_text, multi_deed, lambda t, _: ImmutableMultiDict(pairs_of(t)), 30),
    "combined": (lambda: f"{pairs_text()}|{pairs_text()}", combined_deed, two_dicts, 40),
    "callback": (pairs_text, dict_deed, lambda t, u: CallbackDict(pairs_of(t), u), 50),
    "headers": (lambda: "&".join(f"{pick(NAMES)}={pick(VALUES)}" for _ in range(chance.randint(0, 4))), header_deed, lambda t, _: Headers(pairs_of(t)), 80),
    "charset": (*accept(CHARSETS), lambda h, _: http.parse_accept_header(h, CharsetAccept), 40),
}

def pairs_in(it):
    if isinstance(it, Headers):
        return list(it)
    return list(it.items(multi=True) if isinstance(it, MultiDict) else it.items())


OWN = {
    "HEADER": lambda it: Raw(it.to_header()) if hasattr(it, "to_header") else pairs_in(it),
    "REPR": repr,
    "LEN": len,
    "BOOL": bool,
    "IN": lambda it, value: value in it,
    "ITEM": lambda it, index: it[index],
    "SETITEM": lambda it, index, value: it.__setitem__(index, value),
    "DELITEM": lambda it, index: it.__delitem__(index),
    "CALL": lambda it, etag: it(etag),
}


class Raw(str):
    __repr__ = str.__str__


def told(value):
    if isinstance(value, set):
        value = sorted(value)
    if isinstance(value, (MultiDict, Headers)):
        value = pairs_in(value)
    if hasattr(value, "__next__") or type(value).__name__ in ("dict_items", "dict_keys", "dict_values"):
        value = list(value)
    return repr(value)


def do(it, name, arguments):
    try:
        if name.startswith("get "):
            return told(getattr(it, name[4:]))
        if name.startswith("set "):
            return told(setattr(it, name[4:], *arguments))
        if name in OWN:
            return told(OWN[name](it, *arguments))
        return told(getattr(it, name)(*arguments))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def life(kind):
    header, deed, parse, _ = KINDS[kind]
    text = header()
    updates = []
    it = parse(text, updates.append)
    deeds = []
    for _ in range(6 if it is not None else 0):
        name, arguments = deed()
        answer = do(it, name, arguments)
        shown = do(it, "HEADER", [])
        if kind == "etags":
            shown = ", ".join(sorted(shown.split(", ")))
        deeds.append([name, arguments, answer, shown, len(updates)])
    return [kind, text, deeds if it is not None else None]


lives = [life(kind) for kind in KINDS for _ in range(KINDS[kind][3])]
text = "[\n" + ",\n".join(json.dumps(entry) for entry in lives) + "\n]\n"
pathlib.Path(__file__).with_name("recorded.json").write_text(text)
print(len(lives), len(text))
