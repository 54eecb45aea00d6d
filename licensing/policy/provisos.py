"""Conditions: checked against the library, rendered in words, and merged when several seats ask for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from licensing.errors import Gap
from licensing.policy.digests import canonical
from licensing.policy.wording import Text


@dataclass(frozen=True, slots=True)
class LibraryCondition:
    """A proviso of the library: its text with slots, and what may stand in them."""

    code: str
    text: Text
    parameters: Sequence[Mapping[str, Any]] = ()
    blocks_start: bool = False


def gaps(
    conditions: Sequence[Mapping[str, Any]],
    library: Mapping[str, LibraryCondition],
    *,
    language: str,
    path: str = "conditions",
) -> list[Gap]:
    """What is wrong with conditions as somebody wrote them; one without a code is in free words and needs its text."""
    found: list[Gap] = []
    for number, one in enumerate(conditions):
        here = f"{path}.{number}"
        code = str(one.get("code") or "")
        if not code:
            if not str(one.get("text") or "").strip():
                found.append(Gap("required", f"{here}.text", _NO_TEXT.into(language)))
            continue
        if code not in library:
            found.append(Gap("unknown_condition", f"{here}.code", _UNKNOWN.into(language).format(code=code)))
            continue
        found += _parameter_gaps(library[code], one.get("parameters") or {}, language, here)
    return found


def rendered(one: Mapping[str, Any], library: Mapping[str, LibraryCondition]) -> Text:
    """The words of a condition with its parameters in their places."""
    entry = library.get(str(one.get("code") or ""))
    if entry is None:
        free = str(one.get("text") or "")
        return Text(free, free)
    values = {name: _shown(value) for name, value in (one.get("parameters") or {}).items()}
    note = str(one.get("text") or "").strip()
    tail = f" {note}" if note else ""
    return Text(_filled(entry.text.en, values) + tail, _filled(entry.text.uk, values) + tail)


def merged(by_author: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]) -> list[dict[str, Any]]:
    """The union of conditions, each once, with the seats that asked for it; same code with other figures is a conflict."""
    union: dict[bytes, dict[str, Any]] = {}
    for author, conditions in by_author:
        for one in conditions:
            plain = {
                "code": str(one.get("code") or ""),
                "parameters": dict(one.get("parameters") or {}),
                "text": str(one.get("text") or "").strip(),
            }
            entry = union.setdefault(canonical(plain), plain | {"authors": []})
            if author not in entry["authors"]:
                entry["authors"].append(author)
    codes = [one["code"] for one in union.values() if one["code"]]
    return [one | {"conflict": bool(one["code"]) and codes.count(one["code"]) > 1} for one in union.values()]


def _parameter_gaps(entry: LibraryCondition, given: Mapping[str, Any], language: str, here: str) -> list[Gap]:
    asked = {str(parameter["name"]): str(parameter.get("kind", "text")) for parameter in entry.parameters}
    found = [
        Gap("unknown_field", f"{here}.parameters.{name}", _STRANGER.into(language).format(name=name, code=entry.code))
        for name in given
        if name not in asked
    ]
    for name, kind in asked.items():
        if not _fits(given.get(name), kind):
            sentence = _KINDS.get(kind, _KINDS["text"]).into(language).format(name=name, code=entry.code)
            found.append(Gap("invalid", f"{here}.parameters.{name}", sentence))
    return found


def _fits(value: Any, kind: str) -> bool:
    match kind:
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case "decimal":
            return isinstance(value, (str, int)) and not isinstance(value, bool) and _is_decimal(str(value))
        case "date":
            return isinstance(value, str) and _is_day(value)
        case "countries":
            return isinstance(value, list) and bool(value) and all(re.fullmatch("[A-Z]{2}", str(one)) for one in value)
    return isinstance(value, str) and bool(value.strip()) and len(value) <= 500


def _is_decimal(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and Decimal(text) >= 0 and len(text) <= 24
    except InvalidOperation:
        return False


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda slot: values.get(slot[1], slot[0]), text)


_NO_TEXT = Text("Write the condition, or choose one from the library.", "Сформулюйте умову або оберіть її з переліку.")
_UNKNOWN = Text("There is no condition “{code}” in the library.", "У переліку немає умови «{code}».")
_STRANGER = Text("Condition {code} has no parameter “{name}”.", "Умова {code} не має параметра «{name}».")
_KINDS: Mapping[str, Text] = {
    "integer": Text("Condition {code} needs a whole number for “{name}”.", "Умова {code} потребує цілого числа для «{name}»."),
    "decimal": Text("Condition {code} needs a number for “{name}”.", "Умова {code} потребує числа для «{name}»."),
    "date": Text("Condition {code} needs a day for “{name}”.", "Умова {code} потребує дати для «{name}»."),
    "countries": Text("Condition {code} needs country codes for “{name}”.", "Умова {code} потребує кодів країн для «{name}»."),
    "text": Text("Condition {code} needs words for “{name}”.", "Умова {code} потребує тексту для «{name}»."),
}
