"""One field of a call that was right, made wrong, odd or enormous; and headers and bodies that no client should send."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Final

TEXTS: Final = (
    "",
    " ",
    "\u200b",
    "\u2800",
    "\u3164",
    "\u202eexe.pdf",
    "\u2066x",
    "\x00",
    "\x85",
    "\u2028",
    "e\u0301",
    "\ufb01",
    "👩‍👩‍👧",
    "ім'я «Журавель»",
    "مرحبا",
    "x" * 300,
    "я" * 5000,
    "' OR 1=1 --",
    "{{7*7}}",
    "../../etc/passwd",
    "\ud800",
    "null",
    "İ",
    "1.000",
    "١٢",
)
NUMBERS: Final = (0, -1, 1, 2**31, 2**63, 10**30, 1.5, -0.0, 1e308, True)
AMOUNTS: Final = ("0", "-1", "1,5", "1.000", "1e5", "1_0", "NaN", "Infinity", "9" * 15, "0.0005", " 1", "+1", "٣", "0x1", ".5")
DAYS: Final = ("0001-01-01", "1899-12-31", "9999-12-31", "2026-02-30", "2026-13-01", "2026-1-1", "20260101", "2199-12-31")
# Any distance from Greenwich that RFC 3339 can write, also those of sixteen hours and more, which PostgreSQL does not take.
FAR: Final = ("-20:14", "+23:59", "-23:59", "+16:00", "-16:00", "-18:30", "+19:45", "+22:01")
MOMENTS: Final = (
    *(f"2000-01-01T00:00:00{offset}" for offset in FAR),
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "1900-01-01T00:00:00Z",
    "2016-12-31T23:59:60Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:00.1234567Z",
    "2026-01-01t00:00:00z",
    "2026-01-01T00:00:00",
    "2026-01-01 00:00:00+00:00",
    "2026-01-01T00:00:00+24:00",
    "2026-01-01T00:00:00-00:00",
)
CURSORS: Final = ("", "x", "e30", "bnVsbA", "W10", "AAAA", "MTIz", "=" * 50)
IDS: Final = ("00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000007}", "x", "7")
OTHERS: Final = (None, [], {}, "", 7, True, [[]], {"": {}}, [None], {"__proto__": 1})
KEYS: Final = (None, "", "k" * 201, "a b", "ключ".encode().decode("latin-1"), "\x7f")
TAGS: Final = (None, '"r1"', '"r999999999"', 'W/"r1"', "*", "r1", '"r1", "r2"', '"r9999999999999999999"')
BY_KIND: Final[Mapping[str, tuple[Any, ...]]] = {
    "integer": NUMBERS,
    "number": NUMBERS,
    "boolean": (None, "yes", 0, 1, "true", True, False),
    "array": ([], [None], [{}], ["x"] * 3, [[[]]], "x"),
    "object": ({}, {"x": 1}, {"1": "-1"}, {"1": "0"}, {"0": "1"}, {"9999": "1"}, [], "x"),
}
BY_NAME: Final[tuple[tuple[str, tuple[Any, ...]], ...]] = (
    ("^cursor$", CURSORS),
    ("^(case|person|replaces|document|id)$", IDS),
    ("_on$|date|until", DAYS),
    ("quantity|price|amount", AMOUNTS),
)
NOTHING: Final = object()


@dataclass(frozen=True)
class Sent:
    """What is sent: all of it right, or one thing of it not."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = NOTHING
    headers: Mapping[str, str] = field(default_factory=dict)


def spoil_each(
    renew: Callable[[], Sent], operation: Mapping[str, Any], definitions: Mapping[str, Any], random: Random
) -> Iterator[Sent]:
    """A call that was right again and again, each time with one thing changed: each parameter in turn, a header, two fields."""
    for parameter in operation["parameters"]:
        if parameter["in"] == "query":
            yield from (_spoil_query(renew(), parameter, random) for _twice in range(2))
    yield _spoil_headers(renew(), random)
    if "requestBody" in operation:
        yield _spoil_field(renew(), operation, definitions, random)
        yield _spoil_bytes(renew(), random) if random.random() < 0.2 else _spoil_field(renew(), operation, definitions, random)


def _spoil_headers(sent: Sent, random: Random) -> Sent:
    name, values = random.choice([("Idempotency-Key", KEYS), ("If-Match", TAGS)])
    value = random.choice(values)
    rest = {one: text for one, text in sent.headers.items() if one != name}
    return replace(sent, headers=rest if value is None else rest | {name: value})


def _spoil_query(sent: Sent, parameter: Mapping[str, Any], random: Random) -> Sent:
    name = parameter["name"] if random.random() < 0.95 else "unheard_of"
    value = random.choice(TEXTS if random.random() < 0.2 else _values_for(name, parameter["schema"]))
    if isinstance(value, str):
        value = value.replace("\ud800", "\ufffd")  # an address is bytes, and half a character of UTF-16 has none
    return replace(sent, query=dict(sent.query) | {name: [value, value] if random.random() < 0.1 else value})


def _spoil_field(sent: Sent, operation: Mapping[str, Any], definitions: Mapping[str, Any], random: Random) -> Sent:
    shape = operation["requestBody"]["content"]["application/json"]["schema"]
    body = copy.deepcopy(sent.body)
    _spoil_within(body, shape, definitions, random)
    return replace(sent, body=body)


def _spoil_within(body: Any, shape: Mapping[str, Any], definitions: Mapping[str, Any], random: Random) -> None:
    """Go down to some field that is there, or that could be there, and change it."""
    shape = _resolve(shape, definitions)
    fields = shape.get("properties", {})
    names = sorted({*body, *fields}) if isinstance(body, dict) else list(range(len(body)))
    if not names or (isinstance(body, dict) and random.random() < 0.05):
        if isinstance(body, dict):
            body["unheard_of"] = random.choice(OTHERS)
        return
    name = random.choice(names)
    inner = _resolve(fields.get(name, {}) if isinstance(body, dict) else shape.get("items", {}), definitions)
    present = body[name] if isinstance(body, list) else body.get(name)
    if isinstance(present, dict | list) and present and random.random() < 0.8:
        _spoil_within(present, inner, definitions, random)
    elif isinstance(body, dict) and name in body and random.random() < 0.1:
        del body[name]
    else:
        body[name] = random.choice(_values_for(str(name), inner) + (OTHERS if random.random() < 0.3 else ()))


def _values_for(name: str, shape: Mapping[str, Any]) -> tuple[Any, ...]:
    """What may be sent in a field of such a shape, of which little will be taken."""
    shape = {**shape, **next((one for one in shape.get("anyOf", ()) if one.get("type") != "null"), {})}
    kind = shape.get("type")
    if shape.get("format") == "date-time":
        return MOMENTS
    if kind == "string":
        named = next((values for pattern, values in BY_NAME if re.search(pattern, name)), None)
        return named or (*shape.get("enum", ()), *TEXTS)
    return BY_KIND.get(kind if isinstance(kind, str) else "", OTHERS)


def _spoil_bytes(sent: Sent, random: Random) -> Sent:
    """JSON as no library writes it: repeated keys, endless nesting, numbers that are none, bytes that are no text."""
    good = json.dumps(sent.body).encode()
    repeated = good[:-1] + (b", " if len(good) > 2 else b"") + b'"reason": "one", "reason": "two"}'
    bad = (
        repeated,
        b"",
        b"null",
        b"[]",
        b"{",
        b"[" * 3000,
        b'{"a":' * 3000,
        b"\xff\xfe",
        b"\xef\xbb\xbf" + good,
        b'{"a": NaN}',
    )
    bad += (b'{"a": 1e999999}', b'{"a": "\\ud800"}', good + b"x", b'{"line": 1' + b"0" * 5000 + b"}")
    return replace(sent, body=random.choice(bad))


def _resolve(shape: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    name = shape.get("$ref", "").rpartition("/")[2]
    return definitions[name] if name else shape
