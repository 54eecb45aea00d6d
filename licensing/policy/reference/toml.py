"""TOML as people write it: plain JSON values come out, days as ISO text, decimals as exact text; and tables go back into it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from licensing.errors import Gap, Invalid
from licensing.messages import Message

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LINE = re.compile(r"at line (\d+)")
# The head of a table or of one more table of an array, and a key that begins a line.
_HEAD = re.compile(r"\s*(\[\[?)([A-Za-z0-9_.-]+)\]\]?\s*(#.*)?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


def read_toml_text(text: str) -> dict[str, Any]:
    """The content of a TOML text; Invalid says where it cannot be read, with the line as the path of its gap."""
    try:
        return parse_toml(text)
    except RecursionError as deep:
        raise Invalid(gaps=[Gap("unreadable", "", Message("This is nested too deeply."))]) from deep
    except ValueError as broken:
        # Not only a `TOMLDecodeError`: a number of thousands of digits is another one.
        sentence = _("This cannot be read as TOML: %(why)s.") % {"why": broken}
        found = _LINE.search(str(broken))
        raise Invalid(sentence, gaps=[Gap("unreadable", found[1] if found else "", sentence)]) from broken


def parse_toml(text: str) -> dict[str, Any]:
    """The same without a sentence for people: a fault is a `ValueError`, for commands that show it as it is."""
    # As text, because a binary float could not hold 0.1, and what is signed takes no floats.
    read: dict[str, Any] = _to_plain_value(tomllib.loads(text, parse_float=str))
    return read


def write_document(document: Mapping[str, Any]) -> str:
    """A document as a whole: every list of tables is written as tables of their own. What is null is left out."""
    return "\n".join(_write_table("", document)).lstrip("\n") + "\n"


def _write_table(path: str, table: Mapping[str, Any]) -> Iterator[str]:
    arrays = {key: rows for key, rows in table.items() if _is_array_of_tables(rows)}
    for key, value in table.items():
        if key not in arrays and value is not None:
            yield f"{_to_toml_key(key)} = {_to_toml_value(value)}"
    for key, rows in arrays.items():
        name = f"{path}{_to_toml_key(key)}"
        for row in rows:
            yield f"\n[[{name}]]"
            yield from _write_table(f"{name}.", row)


def _is_array_of_tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, Mapping) for one in value)


def find_line(text: str, path: str) -> int:
    """The line on which the value of a dotted path stands, as `rows.2.when`, or else the table that it belongs to.

    1 where nothing of it is found. It is for people who mend a file: what stands in a text of several lines may mislead it.
    """
    steps, best, deepest = tuple(path.split(".")), 1, 0
    for number, here in _walk_lines(text):
        depth = len(here)
        if depth > deepest and here == steps[:depth]:
            best, deepest = number, depth
    return best


def _walk_lines(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each line that begins a table or a value, by its number, with the path of that."""
    counted: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.fullmatch(line):
            table = _find_table(head[2].split("."), counted, is_new=head[1] == "[[")
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, key[1])


def _find_table(names: Sequence[str], counted: dict[tuple[str, ...], int], *, is_new: bool) -> tuple[str, ...]:
    """The path of a table, with the number of the last table in each array on its way."""
    path: tuple[str, ...] = ()
    for place, name in enumerate(names, 1):
        path = (*path, name)
        if is_new and place == len(names):
            counted[path] = counted.get(path, -1) + 1
        if path in counted:
            path = (*path, str(counted[path]))
    return path


def _to_toml_value(value: Any) -> str:
    match value:
        # `true`, not `True`; and `bool` is an `int`, so JSON writes both as TOML has them.
        case bool() | int():
            return json.dumps(value)
        case Mapping():
            return (
                "{ "
                + ", ".join(
                    f"{_to_toml_key(key)} = {_to_toml_value(inner)}" for key, inner in value.items() if inner is not None
                )
                + " }"
            )
        case list() | tuple():
            return "[" + ", ".join(_to_toml_value(inner) for inner in value) + "]"
    text = str(value)
    # A day goes back as TOML's own date, as people write it; reading makes text of it again.
    return text if _DAY.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _to_toml_key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _to_plain_value(value: Any) -> Any:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return {key: _to_plain_value(inner) for key, inner in value.items()}
        case str():
            return value
        case Sequence():
            return [_to_plain_value(inner) for inner in value]
    return value
