"""Small conditions written as data, for procedures, requirements, routing and measures alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def matches(condition: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether every line of a condition holds.

    A line is `path: value`, `path: [any of these]`, `path: {"not": [none of these]}` or
    `path: {"min": "100", "max": "200"}` (both inclusive). A path that meets a list holds if any element does.
    """
    raise NotImplementedError


def values_at(facts: Mapping[str, Any], path: str) -> Iterator[Any]:
    """Every value found under a dotted path, walking through lists."""
    raise NotImplementedError
