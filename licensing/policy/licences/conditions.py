"""Conditions: checked against the library, rendered in words, and merged when several seats ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from licensing.errors import Gap
from licensing.messages import FilledText, JoinedText, Message, Text, TranslatedText
from licensing.policy.exact import to_decimal
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.customs.gate_rules import UNIT, Terms
from licensing.policy.licences.customs.strictness import find_direction
from licensing.policy.record.digests import to_canonical


@dataclass(frozen=True, slots=True)
class LibraryCondition:
    """A proviso of the library: its text with slots, and the kinds of value that fill them."""

    code: str
    text: TranslatedText
    parameters: Sequence[Mapping[str, Any]] = ()
    blocks_start: bool = False
    terms: Terms = field(default_factory=Terms)


def find_gaps(
    conditions: Sequence[Mapping[str, Any]],
    library: Mapping[str, LibraryCondition],
    *,
    path: str = "conditions",
) -> list[Gap]:
    """What is wrong with conditions as somebody wrote them; one without a code is in free words and needs its text."""
    found: list[Gap] = []
    for number, one in enumerate(conditions):
        here = f"{path}.{number}"
        code = str(one.get("code") or "")
        if not code:
            if not str(one.get("text") or "").strip():
                found.append(Gap("required", f"{here}.text", Message("Write the condition, or choose one from the library.")))
            continue
        if code not in library:
            unknown = Message("There is no condition “%(code)s” in the library.", code=code)
            found.append(Gap("unknown_condition", f"{here}.code", unknown))
            continue
        found += _parameter_gaps(library[code], one.get("parameters") or {}, here)
    return found


def render_condition(one: Mapping[str, Any], library: Mapping[str, LibraryCondition]) -> Text:
    """The words of a condition with its parameters in their places: a number and its unit as one, in the form it asks for."""
    entry = library.get(str(one.get("code") or ""))
    if entry is None:
        return str(one.get("text") or "")
    given = one.get("parameters") or {}
    pairs = _pair_quantities(entry, given)
    values: dict[str, Text] = {name: _format_parameter(value) for name, value in given.items()}
    values |= {f"{amount}_{unit}": count_in_unit(quantity, str(given[unit])) for (amount, unit), quantity in pairs.items()}
    texts = {language: _join_pairs(words, pairs) for language, words in entry.text.by_language.items() if words}
    return JoinedText(FilledText(TranslatedText(texts), values), str(one.get("text") or "").strip())


def merge_conditions(
    by_author: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], library: Mapping[str, LibraryCondition]
) -> list[dict[str, Any]]:
    """The union of conditions, each once, with the seats that asked for it; those that contradict each other are marked."""
    union: dict[bytes, dict[str, Any]] = {}
    for author, conditions in by_author:
        for one in conditions:
            plain = {
                "code": str(one.get("code") or ""),
                "parameters": dict(one.get("parameters") or {}),
                "text": str(one.get("text") or "").strip(),
            }
            # By canonical bytes, because parameters are mappings, which have no hash and no order that means anything.
            entry = union.setdefault(to_canonical(plain), plain | {"authors": []})
            if author not in entry["authors"]:
                entry["authors"].append(author)
    merged = list(union.values())
    return [one | {"conflict": any(_do_contradict(one, other, library) for other in merged)} for one in merged]


def mark_strictest(merged: Sequence[Mapping[str, Any]], library: Mapping[str, LibraryCondition]) -> list[dict[str, Any]]:
    """The same merged conditions, each with whether it is the strictest of several that ask one duty with other figures.

    `proposed` are those that whoever decides finds chosen: of several the strictest alone, where its rule says which that is.
    """
    marked = [{**one, "strictest": _is_strictest(one, merged, library)} for one in merged]
    settled = {one["code"] for one in marked if one["strictest"]}
    return [
        one | {"proposed": not one.get("conflict") or one["code"] not in settled or bool(one["strictest"])} for one in marked
    ]


def _is_strictest(one: Mapping[str, Any], merged: Sequence[Mapping[str, Any]], library: Mapping[str, LibraryCondition]) -> bool:
    """Whether one of several that ask the same duty with other figures asks no less than any of the others."""
    entry = library.get(one["code"])
    others = [other["parameters"] for other in merged if _do_contradict(one, other, library)]
    return entry is not None and bool(others) and all(_is_as_strict(entry, one["parameters"], other) for other in others)


def _is_as_strict(entry: LibraryCondition, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether figures ask in every point as much as others; never where nobody can tell which figure asks for more."""
    for name in {*one, *other}:
        mine, theirs = one.get(name), other.get(name)
        if mine == theirs:
            continue
        direction = find_direction(entry.terms, name)
        if direction is None or not direction.is_kept(mine, theirs):
            return False
    return True


def _do_contradict(one: Mapping[str, Any], other: Mapping[str, Any], library: Mapping[str, LibraryCondition]) -> bool:
    """Whether two conditions ask the same duty with other figures: within 60 and within 90 days.

    What differs in words or countries, such as two agreements to wait for, can be met together.
    """
    if not one["code"] or one["code"] != other["code"] or one["parameters"] == other["parameters"]:
        return False
    entry = library.get(one["code"])
    kinds = {str(asked["name"]): str(asked.get("kind", "text")) for asked in entry.parameters} if entry else {}
    names = {*one["parameters"], *other["parameters"]}
    differing = {name for name in names if one["parameters"].get(name) != other["parameters"].get(name)}
    return all(kinds.get(name, "integer") in _FIGURES for name in differing)


# The kinds of value of which only one can hold for a duty.
_FIGURES = frozenset({"integer", "decimal", "date"})


def _parameter_gaps(entry: LibraryCondition, given: Mapping[str, Any], here: str) -> list[Gap]:
    asked = {str(parameter["name"]): str(parameter.get("kind", "text")) for parameter in entry.parameters}
    found = [
        Gap(
            "unknown_field",
            f"{here}.parameters.{name}",
            Message("Condition %(code)s has no parameter “%(name)s”.", code=entry.code, name=name),
        )
        for name in given
        if name not in asked
    ]
    for name, kind in asked.items():
        if not _is_of_kind(given.get(name), kind):
            message = Message(_KINDS.get(kind, _KINDS["text"]), code=entry.code, name=name)
            found.append(Gap("invalid", f"{here}.parameters.{name}", message))
    return found


def _is_of_kind(value: Any, kind: str) -> bool:
    match kind:
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case "decimal":
            return isinstance(value, (str, int)) and not isinstance(value, bool) and _is_decimal(str(value))
        case "date":
            return isinstance(value, str) and _is_day(value)
        case "countries":
            return isinstance(value, list) and bool(value) and all(re.fullmatch("[A-Z]{2}", str(one)) for one in value)
        case "unit":
            # Its code; programs of before write a name, and whether there is such a unit its rule looks up.
            return isinstance(value, str) and bool(value.strip()) and len(value) <= 40
    return isinstance(value, str) and bool(value.strip()) and len(value) <= 500


def _is_decimal(text: str) -> bool:
    number = to_decimal(text)
    return number is not None and number >= 0 and len(text) <= 24


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _format_parameter(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _pair_quantities(entry: LibraryCondition, given: Mapping[str, Any]) -> dict[tuple[str, str], Decimal]:
    """Each number with each unit that it may stand before in the words, by their names."""
    kinds = {str(asked["name"]): str(asked.get("kind", "text")) for asked in entry.parameters}
    numbers = {name: number for name in kinds if (number := to_decimal(given.get(name))) is not None}
    units = [name for name, kind in kinds.items() if kind == UNIT and given.get(name)]
    return {(amount, unit): number for amount, number in numbers.items() for unit in units}


def _join_pairs(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The words with one place for a number and the unit that follows it."""
    for amount, unit in pairs:
        text = text.replace(f"{{{amount}}} {{{unit}}}", f"{{{amount}_{unit}}}")
    return text


_KINDS: Mapping[str, str] = {
    "integer": gettext_noop("Condition %(code)s needs a whole number for “%(name)s”."),
    "decimal": gettext_noop("Condition %(code)s needs a number for “%(name)s”."),
    "date": gettext_noop("Condition %(code)s needs a day for “%(name)s”."),
    "countries": gettext_noop("Condition %(code)s needs country codes for “%(name)s”."),
    "unit": gettext_noop("Condition %(code)s needs the code of a unit for “%(name)s”."),
    "text": gettext_noop("Condition %(code)s needs words for “%(name)s”."),
}
