"""Small conditions written as data, for procedures, requirements, routing and measures alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from licensing.policy.exact import to_decimal


def is_met(condition: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether every line of a condition holds.

    A line is `path: value`, `path: [any of these]`, `path: {"not": [none of these]}` or
    `path: {"min": "100", "max": "200"}` (both inclusive). A path that meets a list holds if any element does;
    a bound never holds for something that is not a number.
    """
    return all(_is_line_met(wanted, list(find_values(facts, path))) for path, wanted in condition.items())


def find_values(facts: Any, path: str) -> Iterator[Any]:
    """Every value found under a dotted path, walking through lists."""
    if isinstance(facts, (list, tuple, set, frozenset)):
        for element in facts:
            yield from find_values(element, path)
    elif not path:
        yield facts
    elif isinstance(facts, Mapping):
        step, _, rest = path.partition(".")
        if step in facts:
            yield from find_values(facts[step], rest)


def _is_line_met(wanted: Any, found: list[Any]) -> bool:
    if isinstance(wanted, Mapping):
        return _is_within(wanted, found) and not _is_any_of(wanted.get("not", ()), found)
    return _is_any_of(wanted, found)


def _is_any_of(wanted: Any, found: list[Any]) -> bool:
    if isinstance(wanted, (list, tuple, set, frozenset)):
        return any(value in found for value in wanted)
    return wanted in found  # Exact: "40" is not 40 here; numbers are compared by bounds alone.


def _is_within(bounds: Mapping[str, Any], found: list[Any]) -> bool:
    if "min" not in bounds and "max" not in bounds:
        return True
    low, high = to_decimal(bounds.get("min")), to_decimal(bounds.get("max"))
    # Any one element within both bounds; two elements that meet one bound each do not add up.
    numbers = [number for value in found if (number := to_decimal(value)) is not None]
    return any((low is None or low <= number) and (high is None or number <= high) for number in numbers)
