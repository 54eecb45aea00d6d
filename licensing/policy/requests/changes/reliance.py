"""What a procedure may name of a request, and whether somebody looks at it: which paths there are, and who relies on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from licensing.policy.requests.changes.materiality import does_rely
from licensing.policy.requests.fields import Part, Record, Rows, find_changed_field
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Choice, NumberType, Whole

# What an amendment is also compared by, although no field of the request holds it.
DERIVED = ("value", "transit")


@cache
def list_paths() -> tuple[str, ...]:
    """The path of a change of every declared field, a place and an open group as `0`; and of what follows from them."""
    return (*_list_paths(REQUEST), *DERIVED)


def find_idle_name(pattern: str) -> str:
    """What of a pattern names no field of a request, so that it could never act; an empty text where all of it does."""
    steps = pattern.split(".")
    plain = (
        ".".join((*steps[:place], name, *steps[place + 1 :])) for place, step in enumerate(steps) for name in step.split("|")
    )
    return next((one for one in plain if not _find_paths(one)), "")


def does_name_number(pattern: str) -> bool:
    """Whether a field that a pattern leads to holds a number, of which a percentage can be taken; the total value does."""
    found = ((path, find_changed_field(REQUEST, path.split("."))) for path in _find_paths(pattern))
    return any(path == "value" or (field is not None and isinstance(field.type, NumberType | Whole)) for path, field in found)


def find_unreached_path(pattern: str, relied_on: Sequence[Sequence[str]]) -> str:
    """The first path that a pattern makes material although no seat relies on it, or an empty text."""
    named = (one for path in _find_paths(pattern) for one in _fill_groups(pattern, path))
    return next((path for path in named if not any(does_rely(seat, path) for seat in relied_on)), "")


def _fill_groups(pattern: str, path: str) -> Iterator[str]:
    """A path with the codes of an open group in its place, where the pattern names some."""
    steps, known = pattern.split("."), path.split(".")
    for place, (wanted, step) in enumerate(zip(steps, known, strict=False)):
        if step == "0" and not (wanted == "*" or wanted.isdigit()):
            for code in wanted.split("|"):
                yield ".".join((*known[:place], code, *known[place + 1 :]))
            return
    yield path


# Procedures name the same few hundred patterns again and again, and each would be held against a thousand paths.
@lru_cache(maxsize=2_000)
def _find_paths(pattern: str) -> tuple[str, ...]:
    """The paths of the fields that a pattern leads to."""
    return tuple(path for path in list_paths() if _has_field(pattern, path))


def _has_field(pattern: str, path: str) -> bool:
    """Whether a pattern leads to this field: every step named, a place by any number, an open group by any code."""
    # The value is by currency: `value.EUR`.
    steps, known = pattern.split("."), (["value", "0"] if path == "value" else path.split("."))
    if len(steps) > len(known):
        return False
    return all("*" in (wanted, step) or step in (*wanted.split("|"), "0") for wanted, step in zip(steps, known, strict=False))


def _list_paths(record: Record, before: str = "") -> Iterator[str]:
    for field in record.fields:
        here = f"{before}{field.name}"
        match field.type:
            case Part(inner):
                yield from _list_paths(inner, f"{here}.")
            case Rows(inner):
                for group in _list_groups(inner):
                    yield from _list_paths(inner, f"{here}.{group}0.")
            case _:
                yield here


def _list_groups(record: Record) -> list[str]:
    """The groups by which rows of a list are told apart, where they are a closed list."""
    match record.get(record.grouped_by):
        case None:
            return [""]
        case field if isinstance(field.type, Choice):
            return [f"{value}." for value in field.type.options.values]
    return ["0."]
