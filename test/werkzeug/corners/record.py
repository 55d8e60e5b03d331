"""Records what CPython 3.11.7 with Werkzeug 3.1.8 answers to odd values: `python3 test/werkzeug/corners/record.py`.

Writes recorded.json beside this file: for each function a list of [argument, answer]. An answer is the repr of a value, or an exception
with what led to it. Arguments that JSON does not have are objects of one key, see `decode`.
"""
import io
import json
import pathlib
import warnings
from datetime import datetime, timedelta, timezone

import werkzeug.http
import werkzeug.sansio.response
from werkzeug import http, wsgi
from werkzeug.datastructures import Authorization, Headers, MultiDict, Range, ResponseCacheControl
from werkzeug.exceptions import RequestedRangeNotSatisfiable, ServiceUnavailable
from werkzeug.sansio import utils
from werkzeug.serving import DechunkedInput
from werkzeug.urls import iri_to_uri, uri_to_iri
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

warnings.simplefilter("ignore")

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)


class FrozenType(type(datetime)):
    def __instancecheck__(cls, value):
        return isinstance(value, datetime)


class Frozen(datetime, metaclass=FrozenType):
    @classmethod
    def now(cls, tz=None):
        return NOW


werkzeug.http.datetime = werkzeug.sansio.response.datetime = Frozen


def decode(value):
    if not isinstance(value, dict):
        return value
    [(kind, content)] = value.items()
    return {
        "int": lambda: int(eval(content)),
        "float": lambda: float(content),
        "seconds": lambda: timedelta(seconds=decode(content)),
        "bytes": lambda: content.encode("latin-1"),
        "padded": lambda: content[0] + content[1] * content[2],
        "times": lambda: content[0] * content[1],
        "time": lambda: datetime(*content[:6], tzinfo=None if content[6] is None else timezone(timedelta(seconds=content[6]))),
    }[kind]()


def describe(error):
    text = f"{type(error).__name__}: {error}"
    if error.__cause__ is not None:
        return f"{text} | from {describe(error.__cause__)}"
    if error.__context__ is not None:
        return f"{text} | {'from None' if error.__suppress_context__ else 'during'} {describe(error.__context__)}"
    return text


def answer(function, argument):
    try:
        text = repr(function(decode(argument)))
    except Exception as error:
        text = describe(error)
    return text if len(text) <= 400 else f"{text[:100]}…{text[-100:]} ({len(text)})"


def header(name, attribute=None):
    return lambda value: getattr(Response(headers={name: value}), attribute or name.lower().replace("-", "_"))


def assigned(attribute, name):
    def assign(value):
        response = Response()
        setattr(response, attribute, value)
        return response.headers.get(name)

    return assign


def cache_control(attribute):
    def assign(value):
        control = ResponseCacheControl()
        setattr(control, attribute, value)
        return (control.to_header(), getattr(control, attribute))

    return assign


class Failing:
    def __init__(self, name):
        self.error = {"OSError": OSError(5, "Input/output error"), "ValueError": ValueError("closed"), "TypeError": TypeError("odd")}[name]

    def readinto(self, buffer):
        raise self.error


def read_ahead():
    return io.BufferedReader(wsgi.LimitedStream(io.BytesIO(b"ab\ncd\n"), 6))


HUGE = "9" * 26
SAFE = 2**53
INTS = [*map(str, [0, 1, SAFE - 1, SAFE, SAFE + 1, 2**63 - 1, 2**63, 2**64 + 1]), HUGE, "-1", f"-{SAFE + 1}", f"-{HUGE}", "-0", "007", "+5", "1_0", "٣", " 5 ", "", "x", "1.0"]
LONGEST = [{"times": list(pair)} for pair in [("9", 4300), ("9", 4301), ("0", 4301), ("1_", 4300), ("٣", 4301)]]
FLOATS = [{"float": text} for text in ["nan", "inf", "-inf", "1.5", "-0.5", "5", "1e20", "1e300", "1.9999999", "0.1"]]
BIG = [{"int": text} for text in ["2**53+1", "10**26", "10**30", "-10**30", "2**63", "2**63-1", "-2**63", "-2**63-1"]]
ZONED = [[9999, 12, 31, 23, 59, 59, -1], [9999, 12, 31, 23, 59, 59, 0], [1, 1, 1, 0, 0, 0, 60], [1, 1, 1, 0, 0, 0, 0], [999, 1, 1, 0, 0, 0, None], [2000, 2, 29, 12, 0, 0, -86340]]
TIMES = [{"time": fields} for fields in ZONED]
DATES = [
    "Fri, 31 Dec 9999 23:59:59 -0100", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0100 00:00:00 GMT", "Mon, 01 Jan 0100 00:00:00 +0100",
    "Mon, 01 Jan 10000 00:00:00 GMT", "Mon, 01 Jan 2147483648 00:00:00 GMT", "Mon, 01 Jan 9223372036854775807 00:00:00 GMT",
    "Mon, 01 Jan 9223372036854775808 00:00:00 GMT", f"Mon, 01 Jan {HUGE} 00:00:00 GMT", f"Mon, {HUGE} Jan 2000 00:00:00 GMT",
    f"Mon, -{HUGE} Jan 2000 00:00:00 GMT", "Mon, -2147483649 Jan 2000 00:00:00 GMT", "Mon, 01 Jan -5 00:00:00 GMT", f"Mon, 01 Jan 2000 {HUGE}:00:00 GMT",
    f"Mon, 01 Jan 2000 00:{HUGE}:00 GMT", f"Mon, 01 Jan 2000 00:00:{HUGE} GMT", f"Mon, 01 Jan 2000 00:00:00 +{HUGE}", f"Mon, 01 Jan 2000 00:00:00 -{HUGE}",
    "Mon, 01 Jan 2000 00:00:00 +9999", "Mon, 01 Jan 2000 00:00:00 +2359", "Mon, 01 Jan 2000 00:00:00 +2360", "Mon, 01 Jan 2000 00:00:00 -2359",
    "Mon, 01 Jan 2000 00:00:00 -1", "Mon, 01 Jan 2000 00:00:00 +99999999999999", "Mon, 01 Jan 2000 00:00:00 -99999999999999", "Mon, 01 Jan 2000 00:00:00 +18554258718720", f"Mon, {HUGE} Jan 2000 00:00:00 +9999",
    "Mon, 01 Jan 68 00:00:00 GMT", "Mon, 01 Jan 69 00:00:00 GMT", "Mon, 01 Jan 99 00:00:00 GMT", "Mon, 01 Jan 100 00:00:00 GMT", "Mon, 01 Jan 2000 00:00:00 XYZ",
]
RANGES = [
    f"bytes={SAFE + 1}-{SAFE + 3},{HUGE}-", f"bytes=0-{HUGE}", f"bytes=-{HUGE}", f"bytes={HUGE}-{HUGE}", f"bytes={SAFE + 1}-{SAFE}", f"bytes={SAFE}-{SAFE + 1},{SAFE + 1}-",
    f"bytes={SAFE}-{SAFE + 1},{SAFE + 2}-{SAFE + 3}", f"bytes={HUGE}8-{HUGE}7", f"bytes={HUGE}7-{HUGE}8", {"padded": ["bytes=0-", "9", 4300]}, {"padded": ["bytes=0-", "9", 4301]},
    "bytes=-0", "bytes=--1", "bytes=1-0", "bytes=0-0", "bytes= 5 - 9 ", "bytes=+5-9", "bytes=5-+9", "bytes=1_0-", "items=0-5", "bytes=-5,0-1", "bytes=0-5,-5",
]
CONTENT_RANGES = [
    f"bytes {SAFE + 1}-{SAFE + 1}/{2**54}", f"bytes 0-{HUGE}/*", f"bytes {HUGE}-{HUGE}/{HUGE}", f"bytes {HUGE}-{HUGE}/{HUGE}0", f"bytes */{HUGE}", "bytes */-1", "bytes 0--1/*",
    "bytes 5-4/*", "bytes 0-0/0", "bytes 0-0/1", "bytes 0/1", "bytes 0-1", {"padded": ["bytes 0-1/", "9", 4301]}, f"bytes {SAFE - 1}-{SAFE}/{SAFE}", f"bytes {SAFE}-{SAFE}/{SAFE}",
]
LENGTHS = [{"int": text} for text in ["2**54", "2**53+2", "2**53", "0", "1", "10**30"]]


def bounds(text):
    return lambda length: (lambda r: (r.range_for_length(length), r.to_content_range_header(length), r.make_content_range(length)))(http.parse_range_header(text))


def conditional(length):
    environ = {"REQUEST_METHOD": "GET", "HTTP_RANGE": f"bytes={SAFE + 1}-{SAFE + 1}"}
    response = Response(b"abcd").make_conditional(environ, accept_ranges=True, complete_length=length)
    return (response.status_code, response.headers.get("Content-Length"), response.headers.get("Content-Range"))


def status(value):
    response = Response(status=value)
    return (response.status_code, response.status)


SIZES = [0, 1, 4, -1, -5, True, {"float": "1.5"}, "1", {"int": "2**31"}, {"int": "2**40"}, {"int": "2**62"}, {"int": "2**63-1"}, {"int": "2**63"}, {"int": "-2**63-1"}, {"int": "10**26"}]
# What needs memory that one computer has and another has not is left out.
CLAIMS = [size for size in SIZES if size != {"int": "2**31"}]

GROUPS = {
    "BytesIO.read": (lambda size: io.BytesIO(b"ab\ncd\n").read(size), SIZES),
    "BytesIO.read1": (lambda size: io.BytesIO(b"ab\ncd\n").read1(size), SIZES),
    "BytesIO.readline": (lambda size: io.BytesIO(b"ab\ncd\n").readline(size), SIZES),
    "BytesIO.seek": (lambda to: io.BytesIO(b"ab\ncd\n").seek(to), [size for size in SIZES if size != {"int": "2**63-1"}]),
    "BytesIO.truncate": (lambda to: io.BytesIO(b"ab\ncd\n").truncate(to), [size for size in SIZES if size != {"int": "2**63-1"}]),
    "BufferedReader.read": (lambda size: read_ahead().read(size), CLAIMS),
    "BufferedReader.read1": (lambda size: read_ahead().read1(size), CLAIMS),
    "BufferedReader.readline": (lambda size: read_ahead().readline(size), SIZES),
    "BufferedReader.readlines": (lambda size: read_ahead().readlines(size), SIZES),
    "LimitedStream.read": (lambda size: wsgi.LimitedStream(io.BytesIO(b"ab\ncd\n"), 6).read(size), CLAIMS),
    "LimitedStream.readline": (lambda size: wsgi.LimitedStream(io.BytesIO(b"ab\ncd\n"), 6).readline(size), SIZES),
    "LimitedStream of a limit": (lambda limit: wsgi.LimitedStream(io.BytesIO(b"ab\ncd\n"), limit).read(3), [size for size in SIZES if size != "1" and size != {"float": "1.5"}]),
    "parse_range_header": (lambda text: (lambda r: r and (r.ranges, r.to_header(), r))(http.parse_range_header(text)), RANGES),
    "range_for_length, to_content_range_header, make_content_range": (bounds(f"bytes={SAFE + 1}-{SAFE + 1}"), LENGTHS),
    "range_for_length of a suffix": (bounds(f"bytes=-{SAFE + 1}"), LENGTHS),
    "Range": (lambda pair: Range("bytes", [tuple(map(decode, pair))]).to_header(), [[{"int": "2**53+1"}, {"int": "2**53+1"}], [{"int": "2**53+1"}, {"int": "2**53+2"}], [{"int": "2**53+2"}, {"int": "2**53+1"}], [5, None], [-5, None], [-5, 5]]),
    "parse_content_range_header": (lambda text: (lambda r: r and (r.units, r.start, r.stop, r.length, r.to_header()))(http.parse_content_range_header(text)), CONTENT_RANGES),
    "make_conditional": (conditional, LENGTHS),
    "RequestedRangeNotSatisfiable.get_headers": (lambda length: RequestedRangeNotSatisfiable(length).get_headers()[-1], LENGTHS),
    "get_content_length": (utils.get_content_length, [*INTS, *LONGEST]),
    "get_host of a server's port": (lambda port: utils.get_host("http", None, ("host", port)), [80, {"int": "10**26"}]),
    "_get_server": (lambda port: wsgi._get_server({"SERVER_NAME": "n", "SERVER_PORT": port}), INTS),
    "status": (status, [200, "200", "200 Fine", "x", " 404 ", "", "99999999999999999999", "99999999999999999999 Odd", "-5", "1_0", "9007199254740993", {"int": "10**26"}, {"times": ["9", 4301]}]),
    "Content-Length": (header("Content-Length"), [*INTS, *LONGEST]),
    "Access-Control-Max-Age": (header("Access-Control-Max-Age"), INTS),
    "Age": (header("Age"), [*INTS, "86399999999999", "86400000000000", "-1"]),
    "Retry-After": (header("Retry-After"), [*INTS, "999999999999", "86400000000000", "185542587187200", "-63902908801", "-63902908800", "251635420799", "251635420800", *DATES]),
    "Date": (header("Date"), DATES),
    "If-Range": (lambda text: http.parse_if_range_header(text).to_header(), DATES),
    "If-Modified-Since": (lambda text: http.is_resource_modified({"HTTP_IF_MODIFIED_SINCE": text}, last_modified=datetime(2020, 1, 1)), DATES),
    "Last-Modified": (lambda text: http.is_resource_modified({"HTTP_IF_MODIFIED_SINCE": "Mon, 01 Jan 2000 00:00:00 GMT"}, last_modified=text), DATES),
    "http_date": (http.http_date, [0, 1, -1, True, 253402300799, 253402300800, -62135596800, -62135596801, {"int": "10**15"}, {"int": "10**17"}, {"int": "67768036191676799"}, {"int": "67768036191676800"}, {"int": "-67768040609740800"}, {"int": "-67768040609740801"}, *FLOATS, *BIG, *TIMES]),
    "timedelta": (lambda seconds: (lambda delta: (delta, str(delta), delta.total_seconds()))(timedelta(seconds=seconds)), [0, 1, -1, 86399, 86400, -86400, {"int": "86399999999999"}, {"int": "86400000000000"}, {"int": "-86399999913600"}, {"int": "-86399999913601"}, {"int": "185542587187199"}, {"int": "185542587187200"}, {"int": "-185542587187200"}, {"int": "-185542587187201"}, {"float": "5e-7"}, {"float": "1.5e-6"}, {"float": "2.5e-6"}, {"float": "-1e-6"}, *FLOATS, *BIG]),
    "dump_age": (http.dump_age, [0, -1, True, False, "5", "x", *FLOATS, *BIG, {"seconds": {"float": "1.9"}}, {"seconds": {"float": "-0.5"}}, {"seconds": -1}]),
    "age =": (assigned("age", "Age"), [5, True, {"float": "1.5"}, {"seconds": 5}, {"int": "10**26"}]),
    "content_length =": (assigned("content_length", "Content-Length"), [5, {"int": "2**53+1"}, {"int": "10**26"}, {"float": "5"}]),
    "access_control_max_age =": (assigned("access_control_max_age", "Access-Control-Max-Age"), [5, {"int": "10**26"}, {"float": "1.5"}]),
    "retry_after =": (assigned("retry_after", "Retry-After"), [5, {"int": "10**26"}, "x", {"float": "5"}, *TIMES]),
    "expires =": (assigned("expires", "Expires"), TIMES),
    "ServiceUnavailable(retry_after=…)": (lambda value: ServiceUnavailable(retry_after=value).get_headers()[1:], [0, 5, {"int": "10**26"}, {"float": "0"}, {"float": "1.5"}, *TIMES]),
    "max_age =": (cache_control("max_age"), [0, 5, True, False, None, "7", "x", {"int": "10**26"}, *FLOATS]),
    "s_maxage": (lambda text: http.parse_cache_control_header(f"s-maxage={text}", cls=ResponseCacheControl).s_maxage, INTS),
    "dump_cookie(max_age=…)": (lambda age: http.dump_cookie("a", "b", max_age=age), [0, 5, -5, True, False, {"seconds": 5}, {"seconds": {"float": "1.9"}}, {"seconds": {"float": "-0.5"}}, {"int": "10**12"}, {"int": "10**400"}, *FLOATS, *BIG]),
    "dump_cookie(expires=…)": (lambda when: http.dump_cookie("a", "b", expires=when), [0, True, False, "x", {"int": "10**400"}, *FLOATS, *BIG, *TIMES]),
    "dump_cookie(domain=…)": (lambda domain: http.dump_cookie("a", domain=domain), ["x" * 63 + ".test", "x" * 64 + ".test", "ü" * 64, "a..b", "..", "x" * 64, "bücher.example:80", ".é", "\ud800", "xn--ü", "\u2028", "a\u05d0"]),
    "host_is_trusted": (lambda trusted: utils.host_is_trusted("a.test", [trusted]), ["a.test", ".test", "b", "x" * 64 + ".test", "ü" * 64, "a..b", "\ud800", "xn--ü"]),
    "uri_to_iri": (uri_to_iri, ["http://xn--bcher-kva.example/", "http://xn--a/", "http://xn--0/", "http://xn--" + "9" * 30 + "/", "http://h:" + HUGE + "/", "http://h:65536/", "http://h:65535/", "http://h:x/", "http://[::1/", "http://xn---/"]),
    "get_json": (lambda data: Request({"REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json", "wsgi.input": io.BytesIO(data), "CONTENT_LENGTH": str(len(data))}).get_json(), [{"bytes": text} for text in ["[1, 99999999999999999999999999, 1.0, 1e400, -0, -0.0]", "[1,", "{", "x", "[x]", '{"a"}', '{"a": 1,}', "\xff", "[" * 5 + "]" * 5, '"\\ud83d\\ude00" x', "\"\xf0\x9f\x98\x80\" x"]]),
    "LimitedStream.readinto of a stream that fails": (lambda name: wsgi.LimitedStream(Failing(name), 5).read(3), ["OSError", "ValueError", "TypeError"]),
    "DechunkedInput.read": (lambda data: DechunkedInput(io.BytesIO(data)).read(4), [{"bytes": text} for text in ["x\r\n", "-1\r\n", "", "3\r\nabcd\r\n", "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", "1_0\r\n0123456789012345\r\n", "\xb2\r\n", "ffffffffffffffffffff\r\nabcd"]]),
    "MultiDict.pop": (lambda key: MultiDict([("a", 1)]).pop(key), ["a", "b"]),
    "MultiDict.popitem of an empty one": (lambda _: MultiDict().popitem(), [None]),
    "MultiDict.popitemlist of an empty one": (lambda _: MultiDict().popitemlist(), [None]),
    "MultiDict[key]": (lambda key: MultiDict([("a", 1)])[key], ["a", "b"]),
    "Headers.pop": (lambda key: Headers([("A", "1"), ("B", "2")]).pop(key), [0, 1, 2, 9, -1, -2, -3, "b", "x"]),
    "Headers.pop of an empty one": (lambda key: Headers().pop(key), [0, "x", None]),
    "Headers[index]": (lambda key: Headers([("A", "1")])[key], [0, 1, -1, -2, "a", "x"]),
    "Authorization": (lambda text: Authorization.from_header(text), ["Basic \xe9", "Basic YTpi", "Basic YTpi=", "Basic /////w==", "Basic a"]),
    "send_file(download_name=…)": (lambda name: send_file(io.BytesIO(b"x"), {"REQUEST_METHOD": "GET"}, mimetype="text/plain", as_attachment=True, download_name=name).headers["Content-Disposition"], ["a", "é", "\ud800", "日本"]),
    "iri_to_uri": (iri_to_uri, ["http://" + "x" * 64 + ".test/", "http://" + "ü" * 64 + "/", "http://a..b/", "http://a\u05d0/", "http://h:99999/", "http://ü.test:5/"]),
}

recorded = {name: [[argument, answer(function, argument)] for argument in arguments] for name, (function, arguments) in GROUPS.items()}
path = pathlib.Path(__file__).with_name("recorded.json")
lines = (
    json.dumps(name) + ": [\n    " + ",\n    ".join(json.dumps(row) for row in rows) + "\n  ]" for name, rows in recorded.items()
)
path.write_text("{\n  " + ",\n  ".join(lines) + "\n}\n")
