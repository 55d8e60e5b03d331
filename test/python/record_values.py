"""Records what CPython 3.11 makes of slices, integers, formats and encodings: `python3 test/python/record_values.py`.

Writes values.json beside this file. Integers and bytes are text (latin-1); an answer is {"ok": …} or {"error": class and text}.
"""
import json
import pathlib
import random

chance = random.Random(8)
pick = chance.choice


def attempt(action):
    try:
        return {"ok": action()}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def slices():
    tries = {(length, None, None, None) for length in (0, 3)} | {(3, 0, 3, 0), (3, None, None, 0)}
    places = [None, -9, -4, -3, -2, -1, 0, 1, 2, 3, 4, 9]
    while len(tries) < 150:
        tries.add((pick([0, 1, 3, 4]), pick(places), pick(places), pick([None, 1, 1, 2, 3, -1, -1, -2, -3])))
    for length, *parts in sorted(tries, key=repr):
        at, letters = slice(*parts), list("abcd"[:length])

        def change(values):
            copy = letters[:]
            copy[at] = values
            return copy

        def drop():
            copy = letters[:]
            del copy[at]
            return copy

        answers = [attempt(lambda: list(at.indices(length))), attempt(lambda: letters[at]), attempt(drop)]
        yield [length, parts, *answers, [attempt(lambda: change(list(values))) for values in ("", "x", "xy")]]


def integers():
    texts = ["0", "-0", "1", "10", "12", "z", "Z9", "0b1", "0B1", "0b", "0b2", "0o7", "0O7", "0o8", "0x", "0xG", "0xff", "0XFF", "-0x1", "+0x_1"]
    texts += ["0_x1", "0x__1", "0x1_", "_1", "1_", "1__1", "1_1", "- 1", "--1", "+-1", "", " ", "+", "\x1c1\x1f", "\xa01", "1\u2003", "\u0663", "\u00b2", "1.0", "1e3"]
    texts += ["9007199254740991", "9007199254740992", "9007199254740993", "-9007199254740993", "1" * 60]
    for text in texts:
        yield [text, [[base, attempt(lambda: str(int(text, base)))] for base in (2, 8, 10, 16, 36)]]


def digits():
    for count in (4299, 4300, 4301):
        for base in (3, 8, 10, 16):
            for sign in ("", "-"):
                yield [sign, count, base, attempt(lambda: len(hex(int(sign + "1" * count, base))))]


EDGES = [0, 1, -1, 2**31, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) + 1, -(2**53), -(2**53) - 1, 2**63, -(2**64), 10**30]


def arithmetic():
    for one in EDGES:
        for other in EDGES:
            yield [*map(str, [one, other, one + other, one - other, min(one, other), max(one, other)])]


def formats():
    numbers = [0, 1, -1, 7, 42, -255, 123456789, 0.5, -0.5, 1.25, 1e-5, 123.456, 1e15, 1e16, 1e22, -1e-10, 99.995, 0.0001, 9.9999e-5, 999999.5, True]
    texts = ["", "a", "h\xe9", "\U0001f600b", "it's", "x\n"]
    for _ in range(320):
        kind = pick("diouxXeEfFgGcrsa")
        flags = "".join(flag for flag in "-+ #0" if chance.random() < 0.25)
        if kind in "eEfFgG":
            flags = flags.replace("#", "")
        size, precision = pick(["", "", "1", "6", "12"]), pick(["", "", ".", ".0", ".1", ".3", ".8"])
        value = pick(numbers + texts) if chance.random() < 0.15 or kind in "rsa" else pick([65, 0x1F600, "x", "\U0001f600", -1, 0x110000, "ab"]) if kind == "c" else pick(numbers)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        format = f"[%{flags}{size}{precision}{kind}]"
        yield [format, value, attempt(lambda: format % (value,))]
    for value in (0.5, 1.5, 2.5, -2.5, 0.125, 0.375, 12.5, 1250000.5, 8.5, 1e22, 4503599627370497.5):
        for format in ("%.0f", "%.1f", "%.2f", "%.0e", "%.1e", "%.2E", "%.1g", "%.2g", "%g", "%.40f"):
            yield [format, value, attempt(lambda: format % (value,))]
    for value in (0, 0.5, -2.5, 3, 1e-10, 255, 99999.5, 999999.5, 1e22):
        for format in ("%#f", "%#.0f", "%#e", "%#.0E", "%#g", "%#.0g", "%#.3G", "%#.10g", "%#+08.1g", "%-#12.2g|"):
            yield [format, int(value) if value == int(value) else value, attempt(lambda: format % (value,))]
    for format, args in [("%*d", [5, 1]), ("%-*d|", [5, 1]), ("%*d|", [-5, 1]), ("%.*f", [2, 1.5]), ("%*.*f", [8, 1, 2.25]), ("%d %d", [1]), ("%d", [1, 2]), ("%", []), ("x%5", [1]), ("%y", [1]), ("%%%s%%", [1]), ("%ld %hd %Lx", [1, 2, 30]), ("%(a)s", [1]), ("100%", [])]:
        yield [format, args, attempt(lambda: format % tuple(args))]


HANDLERS = ["strict", "ignore", "replace", "surrogateescape", "backslashreplace"]


def encodings():
    units = ["a", "\x7f", "\x80", "\xff", "\u0100", "\u20ac", "\ud800", "\udc7f", "\udc80", "\udcff", "\udfff", "\U0001f600"]
    for _ in range(60):
        text = "".join(pick(units) for _ in range(chance.randint(1, 5)))
        if any(0xD800 <= ord(one) < 0xDC00 and 0xDC00 <= ord(two) <= 0xDFFF for one, two in zip(text, text[1:])):
            continue  # a pair is one character in JavaScript
        for encoding in ("utf-8", "latin-1", "ascii"):
            yield [encoding, text, [attempt(lambda: text.encode(encoding, errors).decode("latin-1")) for errors in HANDLERS]]


def decodings():
    parts = ["a", "\x7f", "\x80", "\xbf", "\xc1", "\xc2", "\xc2\x80", "\xdf\xbf", "\xe0", "\xe0\x9f", "\xe0\xa0", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xed\xa0\x80"]
    parts += ["\xef\xbb\xbf", "\xf0\x8f", "\xf0\x90", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\xf4\x90", "\xf5", "\xff"]
    for _ in range(120):
        data = "".join(pick(parts) for _ in range(chance.randint(1, 4)))
        for encoding in ("utf-8", "ascii") if chance.random() < 0.3 else ("utf-8",):
            yield [encoding, data, [attempt(lambda: data.encode("latin-1").decode(encoding, errors)) for errors in HANDLERS]]


def searches():
    for _ in range(60):
        data, part = "".join(pick("ab ") for _ in range(chance.randint(0, 6))), "".join(pick("ab") for _ in range(chance.randint(0, 2)))
        text, piece, at = data.encode(), part.encode(), chance.randint(0, 7)
        answers = [text.find(piece), text.find(piece, at), text.rfind(piece), text.startswith(piece, at), text.endswith(piece)]
        yield [data, part, at, answers, [each.decode() for each in (text.strip(), text.lstrip(), text.rstrip(), text.strip(piece), text.lstrip(piece), text.rstrip(piece))]]


sections = [slices, integers, digits, arithmetic, formats, encodings, decodings, searches]
lines = [f'"{section.__name__}": [\n' + ",\n".join(json.dumps(entry) for entry in section()) + "\n]" for section in sections]
pathlib.Path(__file__).with_name("values.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
