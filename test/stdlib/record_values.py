"""Records what CPython 3.11.7 says of addresses in brackets and of bytes in rare encodings: `python3 test/stdlib/record_values.py`.

Writes values.json beside this file. Bytes are latin-1 text; an answer is {"ok": text} or {"error": class and text}.
"""
import ipaddress
import itertools
import json
import pathlib
import random

chance = random.Random(3)


def attempt(action):
    try:
        return {"ok": action()}
    except ValueError as error:
        return {"error": f"{type(error).__name__}: {error}"}


def accepts(make, text):
    try:
        make(text)
    except ValueError:
        return False
    return True


PARTS = ["1", "", "ffff", "12345", "g", "0", "1.2.3.4", "1.2.3", "256.1.1.1", "01.2.3.4"]
addresses = {"::", ":::", "::1", "1::", ":1::", "::1:", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::"}
addresses |= {"::2:3:4:5:6:7:8", "1::3:4:5:6:7:8", "1::2::3", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3"}
addresses |= {"fe80::1%eth0", "fe80::1%", "fe80::1%a%b", "1.2.3.4", "255.255.255.255", "256.0.0.1", "1.2.3", "1.2.3.4.5", "1.2.3.04", "0.0.0.0", ""}
addresses |= {":".join(["1"] * left) + "::" + ":".join(["2"] * right) for left in range(9) for right in range(9)}
for _ in range(250):
    addresses.add(":".join(chance.choice(PARTS) for _ in range(chance.randint(1, 9))))

UNITS = [b"A\0", b"\0A", b"\x3d\xd8", b"\x00\xdc", b"\xd8\x3d", b"\xdc\x00", b"\xff\xfe", b"\xfe\xff", b"x", b"\xff\xd7", b"\x00\xe0", b"\xd7\xff", b"\xe0\x00"]
POINTS = [0, 0x41, 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0x10FFFF, 0x110000, 0xFEFF, 0xFFFE0000]
BYTES8 = [b"\xed", b"\xa0", b"\x80", b"\xbf", b"\xb0", b"A", b"\xc3\xa9", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xed\x9f\xbf", b"\xee\x80\x80"]
tries = {("utf-16", b""), ("utf-32", b"")}
for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
    tries |= {(encoding, b"".join(chance.choice(UNITS) for _ in range(chance.randint(1, 4)))) for _ in range(60)}
for encoding in ("utf-32", "utf-32-le", "utf-32-be"):
    for order, mark in itertools.product(("little", "big"), (b"", b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        for point in POINTS:
            tries.add((encoding, mark + b"".join(each.to_bytes(4, order) for each in (0x42, point))))
    tries |= {(encoding, b"A\0\0\0" + cut) for cut in (b"A", b"A\0", b"A\0\0")} | {(encoding, b"\xff\xfe\0"), (encoding, b"\xff\xfe\0\1"), (encoding, b"\0\0\xfe")}
for _ in range(150):
    tries.add(("utf-8", b"".join(chance.choice(BYTES8) for _ in range(chance.randint(1, 4)))))

decoded = []
for encoding, data in sorted(tries):
    for errors in ("strict", "surrogatepass"):
        if encoding == "utf-8" and errors == "strict":
            continue
        decoded.append([encoding, errors, data.decode("latin-1"), attempt(lambda: data.decode(encoding, errors))])

values = {
    "addresses": [[text, accepts(ipaddress.IPv4Address, text), accepts(ipaddress.IPv6Address, text)] for text in sorted(addresses)],
    "decoded": decoded,
}
lines = ["{"]
for index, (name, entries) in enumerate(values.items()):
    lines.append(f'"{name}": [')
    lines.append(",\n".join(json.dumps(entry) for entry in entries))
    lines.append("]," if index + 1 < len(values) else "]")
lines.append("}")
pathlib.Path(__file__).with_name("values.json").write_text("\n".join(lines) + "\n")
