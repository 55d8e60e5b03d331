"""Records what CPython 3.11 makes of dates, durations and base64: `python3 test/stdlib/record_dates.py`.

Writes dates.json beside this file. Numbers beyond JSON's and bytes are text; an answer is {"ok": …} or {"error": class and text}.
"""
import base64
import calendar
import html
import json
import os
import pathlib
import random
import time
from datetime import datetime, timedelta, timezone

chance = random.Random(5)
pick = chance.choice
NAN, INF = float("nan"), float("inf")


def attempt(action):
    try:
        return {"ok": action()}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def number(value):
    return str(value) if value != value or abs(value) > 2**53 else value


def durations():
    seconds = [0, 1, -1, 59, 60, 3599, 3600, 86399, 86400, 86401, -86400, -86401, 172800, 1e9, 0.5, -0.5, 1e-6, -1e-6, 0.0000005, 0.0000015, 0.0000025, 2.5000005]
    seconds += [86399.9999999, 86400 * 999999999, 86400 * 999999999 + 86399, 86400 * 1000000000, -86400 * 999999999, -86400 * 999999999 - 1]
    seconds += [86400 * (2**31 - 1), 86400 * 2**31, -86400 * 2**31, -86400 * (2**31 + 1), NAN, INF, -INF, 1.000001, 123456.789]
    for value in seconds:
        def shown():
            delta = timedelta(seconds=value)
            return [delta.days, delta.seconds, delta.microseconds, str(delta), repr(delta), number(delta.total_seconds())]

        yield [number(value), attempt(shown)]


ZERO = [1970, 1, 1, 0, 0, 0, 0]
LIMITS = [
    [[0, 1, 9999, 10000, -1], 0],
    [[0, 1, 12, 13], 1],
    [[0, 1, 31, 32], 2],
    [[-1, 0, 23, 24], 3],
    [[-1, 0, 59, 60], 4],
    [[-1, 0, 59, 60], 5],
    [[-1, 0, 999999, 1000000], 6],
    [[2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1], 0],
]
MONTHS = [[year, month, day] for year in (1900, 2000, 2023, 2024) for month in range(1, 13) for day in (28, 29, 30, 31)]


def fields():
    tries = [[*ZERO[:at], value, *ZERO[at + 1 :]] for values, at in LIMITS for value in values]
    tries += [[*date, 0, 0, 0, 0] for date in MONTHS if date[1] in (1, 2, 4, 12) or date[0] == 2023]
    for values in tries:
        yield [[number(value) for value in values], attempt(lambda: datetime(*values).isoformat())]


def zone(offset):
    return None if offset is None else timezone(timedelta(seconds=offset))


OFFSETS = [None, 0, 0, 3600, -3600, 5400, -1, 1, 86399, -86399, -34200]


def dates():
    edges = [[1, 1, 1, 0, 0, 0, 0], [9999, 12, 31, 23, 59, 59, 999999], [1, 1, 1, 12, 0, 0, 0], [2024, 2, 29, 23, 59, 59, 1], [1969, 12, 31, 23, 59, 59, 0], [2000, 3, 1, 0, 0, 0, 0]]
    others = []
    for at in range(90):
        year = pick([1, 99, 1600, 1899, 1900, 1970, 2000, 2023, 2024, 2100, 9999])
        values = edges[at] if at < len(edges) else [year, chance.randint(1, 12), chance.randint(1, 28), chance.randint(0, 23), chance.randint(0, 59), pick([0, 0, 59]), pick([0, 0, 1, 500000, 999999])]
        for offset in (OFFSETS if at < 2 else [pick(OFFSETS)]):
            date = datetime(*values, tzinfo=zone(offset))
            delta = pick([0, 1, -1, 0.5, -0.000001, 86400, -86400, 86400 * 366, -1e9, 1e9, 63e9, -63e9, 0.000001])
            aware = date if offset is not None else date.replace(tzinfo=timezone.utc)
            other = pick(others or [date])
            others.append(date)
            yield [
                values,
                offset,
                [str(date), repr(date), date.isoformat(), date.weekday(), aware.timestamp()],
                attempt(lambda: aware.astimezone(timezone.utc).isoformat()),
                [delta, attempt(lambda: (date + timedelta(seconds=delta)).isoformat())],
                [others.index(other), attempt(lambda: (date > other) - (date < other))],
            ]


def offsets():
    for offset in (0, 86399, 86400, -86399, -86400, 86399.5, -1e9):
        yield [offset, attempt(lambda: repr(timezone(timedelta(seconds=offset))) and "fine")]


STAMPS = [0, 1, -1, 0.5, -0.5, 0.0000005, 0.0000015, 86399, 86400, 951782400, 951868799, 951868800, 4102444799, 253402300799, 253402300800, -62135596800, -62135596801]
STAMPS += [NAN, INF, 2**63, -(2**63) - 1, 2**62, 67768036191676799, 67768036191676800, -67768040609740800, -67768040609740801, 1704067199.9999999, 68256000, -86401, -2203891200, -2203977600]


def stamps():
    for stamp in STAMPS:
        answer = attempt(lambda: datetime.fromtimestamp(stamp, timezone.utc).isoformat())
        yield [number(stamp), answer, attempt(lambda: list(time.gmtime(stamp)))]


def times():
    format = "%a %A %b %B %d %H %I %j %m %M %p %S %y %Y %% %"
    for _ in range(60):
        stamp = chance.randint(-10**10, 2 * 10**11)
        at = time.gmtime(stamp)
        yield [stamp, format, time.strftime(format[:-2], at) + " %", calendar.timegm(at)]


def civils():
    tries = [[year, 1, 1, 0, 0, 0] for year in (1, 9999, 0, 10000, -1, 10**6)]
    tries += [[2026, month, 1, 0, 0, 0] for month in (12, 0, 13, -1)]
    tries += [[2026, 2, day, 0, 0, 0] for day in (0, -3, 31, 10**6, 2**53)]
    tries += [[2026, 1, 1, 25, 61, 61], [2026, 1, 1, -1, 0, 0], [2026, 1, 1, 0, 0, 1.5], [2026, 1, 1, 2**53, 0, 0], [2026, 1, 1, 0, 0, 2**53], [2026, 1], [], [2026, 1, 2, 3, 4, 5, 6, 7, 8, 9]]
    for values in tries:
        yield [values, attempt(lambda: number(calendar.timegm(values)))]


def base64s():
    for length in range(8):
        data = bytes(chance.randrange(256) for _ in range(length))
        yield [base64.b64encode(data).decode(), {"ok": data.decode("latin-1")}, True]
    for _ in range(150):
        text = "".join(pick("AAQz9+/==-_ \n\xe9") for _ in range(chance.randint(0, 9)))
        if "\xe9" in text and chance.random() < 0.7:
            text = text.replace("\xe9", "x")
        yield [text, attempt(lambda: base64.b64decode(text).decode("latin-1")), False]


def escapes():
    for text in ("", "&<>\"'", "a & b", "&amp;", "\xe9<\u20ac>'"):
        yield [text, html.escape(text), html.escape(text, quote=False)]


def statuses():
    for status in (0, 1 << 8, 255 << 8, 9, 15, 137, 3 << 8):
        yield [status, attempt(lambda: os.waitstatus_to_exitcode(status))]


sections = [durations, fields, dates, offsets, stamps, times, base64s, escapes, statuses, civils]
lines = [f'"{section.__name__}": [\n' + ",\n".join(json.dumps(entry) for entry in section()) + "\n]" for section in sections]
pathlib.Path(__file__).with_name("dates.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
