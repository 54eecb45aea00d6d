"""TOML as people write it: plain JSON values come out, days as ISO text, decimals as exact text; and tables go back into it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from licensing.errors import Invalid

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_toml_text(text: str) -> dict[str, Any]:
    """The content of a TOML text; Invalid says where it cannot be read."""
    try:
        return parse_toml(text)
    except tomllib.TOMLDecodeError as broken:
        raise Invalid(_("This cannot be read as TOML: %(why)s.") % {"why": broken}) from broken


def parse_toml(text: str) -> dict[str, Any]:
    """The same without a sentence for people: a fault is a `tomllib.TOMLDecodeError`, for commands that show it as it is."""
    # As text, because a binary float could not hold 0.1, and what is signed takes no floats.
    read: dict[str, Any] = _to_plain_value(tomllib.loads(text, parse_float=str))
    return read


def as_toml(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as an array of tables, one line per value; what is empty is left out."""
    return "\n".join(
        f"[[{name}]]\n" + "".join(f"{key} = {_to_toml_value(value)}\n" for key, value in row.items() if value) for row in rows
    )


def _to_toml_value(value: Any) -> str:
    match value:
        # `true`, not `True`; and `bool` is an `int`, so JSON writes both as TOML has them.
        case bool() | int():
            return json.dumps(value)
        case Mapping():
            return "{ " + ", ".join(f"{_to_toml_key(key)} = {_to_toml_value(inner)}" for key, inner in value.items()) + " }"
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
