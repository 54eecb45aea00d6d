"""Every event that our own code writes during the tests is held against the declaration of its kind."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from licensing.models.record.event import EventManager
from licensing.policy.record.event_kinds import EventKind

_TESTS = Path(__file__).resolve().parent
_chain = EventManager.chain

# What was found since the last look. Not raised at once, because the clock's acts log a failure and go on.
found: list[str] = []


def install() -> None:
    """From now on, look at every event that is appended to the chain; those that a test makes up are left alone."""
    EventManager.chain = _look_and_chain  # type: ignore[method-assign, assignment]


def undeclared(kind: str, data: Mapping[str, Any]) -> list[str]:
    """The fields by which the data of an event departs from what its kind declares."""
    declared = EventKind(kind).declaration
    fields = {*declared.disclosed, *declared.internal}
    return sorted((data.keys() - fields) | (fields - set(declared.optional) - data.keys()))


def _look_and_chain(manager: EventManager, pending: Sequence[Any], *args: Any, **options: Any) -> Any:
    caller = sys._getframe(1).f_code.co_filename
    if not Path(caller).is_relative_to(_TESTS):
        found.extend(f"{one.kind}: {field}" for one in pending for field in undeclared(one.kind, one.data))
    return _chain(manager, pending, *args, **options)
